//! The threads that requests are answered on: one for each processor, each with a runtime of its own.
//!
//! An answer takes some millionths of a second. In a runtime whose threads take work from each other, a thread that finds
//! two requests wakes another for the second, which is answered before that one is awake: half of the work then goes into
//! waking and sleeping. Here a connection stays where it was begun.

use std::{
    future::Future,
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use tokio::{
    runtime::{Builder, Handle},
    sync::oneshot,
};

/// The threads. They end when this is dropped.
pub(super) struct Workers(Vec<Worker>);

struct Worker {
    runtime: Handle,
    tasks: Arc<AtomicUsize>,
    /// Its end is what the thread waits for.
    _stay: oneshot::Sender<()>,
}

impl Workers {
    /// As many as there are processors.
    ///
    /// # Errors
    ///
    /// When the system lets no thread or runtime be made.
    pub(super) fn start() -> io::Result<Self> {
        Self::of(thread::available_parallelism().map_or(1, usize::from))
    }

    fn of(count: usize) -> io::Result<Self> {
        (0..count).map(|_| Worker::start()).collect::<io::Result<_>>().map(Self)
    }

    /// Does something on the thread that has the least to do. It is made there, so that what it waits for is watched
    /// there.
    pub(super) fn spawn<F: Future<Output = ()> + Send + 'static>(&self, task: impl FnOnce() -> F + Send + 'static) {
        let Some(worker) = self.0.iter().min_by_key(|worker| worker.tasks.load(Ordering::Relaxed)) else { return };
        let counted = Counted::new(&worker.tasks);
        worker.runtime.spawn(async move {
            let _counted = counted;
            task().await;
        });
    }
}

impl Worker {
    fn start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stay, end) = oneshot::channel();
        thread::Builder::new().name("skillgraph-http".to_owned()).spawn(move || {
            let _ = runtime.block_on(end);
            // What is still at work off this thread does not keep it.
            runtime.shutdown_background();
        })?;
        Ok(Self { runtime: handle, tasks: Arc::default(), _stay: stay })
    }
}

/// One task of a thread, for as long as this is there.
struct Counted(Arc<AtomicUsize>);

impl Counted {
    fn new(tasks: &Arc<AtomicUsize>) -> Self {
        tasks.fetch_add(1, Ordering::Relaxed);
        Self(tasks.clone())
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashMap, future::pending, thread::ThreadId};

    use tokio::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn the_thread_with_the_least_to_do_takes_what_comes() {
        let workers = Workers::of(3).unwrap();
        let (begun, mut threads) = mpsc::unbounded_channel();
        let spawn = |stays: bool| {
            let begun = begun.clone();
            workers.spawn(move || async move {
                begun.send(thread::current().id()).unwrap();
                if stays {
                    pending::<()>().await;
                }
            });
        };
        let mut places: HashMap<ThreadId, usize> = HashMap::new();
        for _ in 0..6 {
            spawn(true);
            *places.entry(threads.recv().await.unwrap()).or_default() += 1;
        }
        assert_eq!(places.into_values().collect::<Vec<_>>(), [2, 2, 2]);
        // What has ended counts no more: were it otherwise, the next two would go to other threads.
        let first = workers.0[0].tasks.clone();
        spawn(false);
        threads.recv().await.unwrap();
        while first.load(Ordering::Relaxed) > 2 {
            tokio::task::yield_now().await;
        }
        spawn(true);
        threads.recv().await.unwrap();
        assert_eq!(first.load(Ordering::Relaxed), 3);
    }

    #[tokio::test]
    async fn what_is_under_way_ends_with_the_threads() {
        let workers = Workers::of(1).unwrap();
        let (held, released) = oneshot::channel::<()>();
        workers.spawn(move || async move {
            let _held = held;
            pending::<()>().await;
        });
        drop(workers);
        released.await.unwrap_err();
    }
}
