//! The threads that requests are answered on, each with a runtime of its own.
//!
//! An answer takes some millionths of a second. In a runtime whose threads take work from each other, a thread that finds
//! two requests wakes another for the second, which is answered before that one is awake: half of the work then goes into
//! waking and sleeping. Here a connection stays where it was begun.

use std::{
    future::Future,
    io,
    sync::Arc,
    thread::{self, JoinHandle},
};

use tokio::{
    runtime::{Builder, Handle},
    sync::oneshot,
};

/// The threads. They end when this is dropped.
pub(super) struct Workers(Vec<Worker>);

struct Worker {
    thread: JoinHandle<()>,
    runtime: Handle,
    /// Each task holds one of these, so that they are counted however it ends.
    tasks: Arc<()>,
    /// Its end is what the thread waits for.
    _stay: oneshot::Sender<()>,
}

impl Workers {
    /// So many threads.
    ///
    /// # Errors
    ///
    /// When the system lets no thread or runtime be made.
    pub(super) fn start(count: usize) -> io::Result<Self> {
        (0..count).map(|_| Worker::start()).collect::<io::Result<_>>().map(Self)
    }

    /// Does something on the thread that has the least to do. It is made there, so that what it waits for is watched
    /// there.
    pub(super) fn spawn<F: Future<Output = ()> + Send + 'static>(&self, task: impl FnOnce() -> F + Send + 'static) {
        let at_work = self.0.iter().filter(|worker| !worker.thread.is_finished());
        let Some(worker) = at_work.min_by_key(|worker| worker.tasks()) else { return };
        let counted = worker.tasks.clone();
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
        let thread = thread::Builder::new().name("skillgraph-http".to_owned()).spawn(move || {
            let _ = runtime.block_on(end);
            // What is still at work off this thread does not keep it.
            runtime.shutdown_background();
        })?;
        Ok(Self { thread, runtime: handle, tasks: Arc::default(), _stay: stay })
    }

    /// How many tasks it has.
    fn tasks(&self) -> usize {
        Arc::strong_count(&self.tasks) - 1
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::HashMap,
        future::pending,
        thread::ThreadId,
        time::{Duration, Instant},
    };

    use tokio::{sync::mpsc, time::timeout};

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    /// Waits until a thread has so many tasks.
    fn until(worker: &Worker, tasks: usize) {
        let start = Instant::now();
        while worker.tasks() != tasks {
            assert!(start.elapsed() < LONG, "there are {} tasks", worker.tasks());
            thread::yield_now();
        }
    }

    #[tokio::test]
    async fn the_thread_with_the_least_to_do_takes_what_comes() {
        let workers = Workers::start(3).unwrap();
        let (begun, mut threads) = mpsc::unbounded_channel();
        let mut places: HashMap<ThreadId, usize> = HashMap::new();
        for _ in 0..6 {
            let begun = begun.clone();
            workers.spawn(move || async move {
                begun.send(thread::current().id()).unwrap();
                pending::<()>().await;
            });
            *places.entry(timeout(LONG, threads.recv()).await.unwrap().unwrap()).or_default() += 1;
        }
        assert_eq!(places.into_values().collect::<Vec<_>>(), [2, 2, 2]);
    }

    #[test]
    fn what_has_ended_counts_no_more_however_it_has() {
        let workers = Workers::start(1).unwrap();
        workers.spawn(|| async {});
        workers.spawn(|| async { panic!("as a test") });
        workers.spawn(pending);
        until(&workers.0[0], 1);
    }

    #[tokio::test]
    async fn what_is_under_way_ends_with_the_threads() {
        let workers = Workers::start(1).unwrap();
        let (held, released) = oneshot::channel::<()>();
        workers.spawn(move || async move {
            let _held = held;
            pending::<()>().await;
        });
        drop(workers);
        timeout(LONG, released).await.unwrap().unwrap_err();
    }
}
