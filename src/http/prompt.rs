//! A future that is asked again at once when it has woken itself.
//!
//! hyper hands the body of a request to its handler through a channel whose two ends wake each other, and both are one task.
//! So each request with a body would go back to the end of the runtime's queue, twice, before it is answered. To ask again
//! on the spot is worth 5 % of a small query.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use atomic_waker::AtomicWaker;

/// How many times a future is asked before others have their turn. A body that is there with its head takes three.
const TIMES: usize = 8;

/// The output of a future, which is asked again at once if it was woken while it was asked.
pub(super) async fn prompt<F: Future>(future: F) -> F::Output {
    let bell = Arc::new(Bell::default());
    let waker = Waker::from(bell.clone());
    let mut future = pin!(future);
    poll_fn(|cx| bell.ask(future.as_mut(), &waker, cx)).await
}

/// The future waits: whoever rings wakes its task.
const WAITING: u8 = 0;
/// The future is being asked: whoever rings is heard afterwards.
const ASKED: u8 = 1;
/// It was rung.
const RUNG: u8 = 2;

#[derive(Default)]
struct Bell {
    state: AtomicU8,
    task: AtomicWaker,
}

impl Bell {
    fn ask<F: Future>(&self, mut future: Pin<&mut F>, waker: &Waker, cx: &Context<'_>) -> Poll<F::Output> {
        self.task.register(cx.waker());
        for _ in 0..TIMES {
            // Not a store: what those who rang before have done must be seen when the future is asked.
            self.state.swap(ASKED, Ordering::AcqRel);
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(waker)) {
                return Poll::Ready(output);
            }
            if self.state.compare_exchange(ASKED, WAITING, Ordering::AcqRel, Ordering::Acquire).is_ok() {
                return Poll::Pending;
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.state.swap(RUNG, Ordering::AcqRel) == WAITING {
            self.task.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::*;

    /// Counts how often it is woken.
    #[derive(Default)]
    struct Counter(AtomicUsize);

    impl Wake for Counter {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    impl Counter {
        fn count(&self) -> usize {
            self.0.load(Ordering::Relaxed)
        }
    }

    /// A future that wakes itself so many times before it is ready.
    fn wakes_itself(mut times: usize) -> impl Future<Output = ()> {
        poll_fn(move |cx| match times {
            0 => Poll::Ready(()),
            _ => {
                times -= 1;
                cx.waker().wake_by_ref();
                Poll::Pending
            }
        })
    }

    #[test]
    fn a_future_that_wakes_itself_is_ready_without_a_turn_of_its_task() {
        let task = Arc::new(Counter::default());
        let (waker, mut future) = (Waker::from(task.clone()), pin!(prompt(wakes_itself(TIMES - 1))));
        assert!(future.as_mut().poll(&mut Context::from_waker(&waker)).is_ready());
        assert_eq!(task.count(), 0);
    }

    #[test]
    fn a_future_that_goes_on_waking_itself_lets_others_have_their_turn() {
        let task = Arc::new(Counter::default());
        let (waker, mut future) = (Waker::from(task.clone()), pin!(prompt(wakes_itself(3 * TIMES))));
        let mut cx = Context::from_waker(&waker);
        for turn in 1..=3 {
            assert!(future.as_mut().poll(&mut cx).is_pending());
            assert_eq!(task.count(), turn);
        }
        assert!(future.as_mut().poll(&mut cx).is_ready());
    }

    /// What waits for a message, and has itself asked once more each time before it does.
    async fn receive(messages: &mut tokio::sync::mpsc::Receiver<usize>) -> Option<usize> {
        let mut receiving = pin!(messages.recv());
        let mut is_restless = true;
        poll_fn(|cx| {
            let outcome = receiving.as_mut().poll(cx);
            if outcome.is_pending() {
                if is_restless {
                    cx.waker().wake_by_ref();
                }
                is_restless = !is_restless;
            }
            outcome
        })
        .await
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_future_that_waits_is_woken_by_whom_it_waits_for() {
        let (questions, mut asked) = tokio::sync::mpsc::channel::<usize>(1);
        let (answers, mut told) = tokio::sync::mpsc::channel(1);
        tokio::spawn(prompt(async move {
            while let Some(number) = receive(&mut asked).await {
                answers.send(number + 1).await.unwrap();
            }
        }));
        for number in 0..50_000 {
            questions.send(number).await.unwrap();
            let answer = tokio::time::timeout(std::time::Duration::from_secs(60), told.recv());
            assert_eq!(answer.await.expect("a call was not heard"), Some(number + 1));
        }
    }
}
