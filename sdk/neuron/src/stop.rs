//! Stopping: once said, everybody who waits for it knows.

use std::future::Future;
use tokio_util::sync::CancellationToken;

/// Ends a neuron gracefully. Clones are one and the same.
#[derive(Clone, Debug, Default)]
pub struct Stop(CancellationToken);

impl Stop {
    /// Says it.
    pub fn stop(&self) {
        self.0.cancel();
    }

    /// One that is said with this one, and can be said alone.
    #[must_use]
    pub fn child(&self) -> Self {
        Self(self.0.child_token())
    }

    /// Waits for the end of a part of a neuron; when that is an error, the others are told to end.
    pub(crate) async fn unless_well<E>(&self, part: impl Future<Output = Result<(), E>>) -> Result<(), E> {
        let ended = part.await;
        if ended.is_err() {
            self.stop();
        }
        ended
    }

    /// Whether it was said.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.0.is_cancelled()
    }

    /// Waits until it is said.
    pub async fn wait(&self) {
        self.0.cancelled().await;
    }

    /// Says it when the process is told to end: SIGTERM, or Ctrl-C. To be called within a Tokio runtime. From then on
    /// neither ends the process by itself.
    #[must_use]
    pub fn on_signals() -> Self {
        let stop = Self::default();
        let mut signals = match Signals::new() {
            Ok(signals) => signals,
            Err(error) => {
                tracing::warn!(%error, "signals cannot be waited for: only killing ends this");
                return stop;
            }
        };
        let told = stop.clone();
        tokio::spawn(async move {
            let which = signals.next().await;
            tracing::info!("{which}: stopping");
            told.stop();
        });
        stop
    }
}

#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{signal, SignalKind};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "Ctrl-C",
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> &'static str {
        match tokio::signal::ctrl_c().await {
            Ok(()) => "Ctrl-C",
            Err(_) => std::future::pending().await,
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn child_should_end_alone_when_a_part_fails() {
        let all = Stop::default();
        let (one, other) = (all.child(), all.child());
        assert!(one.unless_well(async { Err::<(), _>("broken") }).await.is_err());
        assert!(one.stopped() && !all.stopped() && !other.stopped());
        all.stop();
        assert!(other.stopped());
    }

    #[tokio::test]
    async fn stop_should_be_said_when_the_process_is_told_to_end() {
        let stop = Stop::on_signals();
        assert!(!stop.stopped());
        let us = std::process::id().to_string();
        std::process::Command::new("kill").args(["-TERM", &us]).status().unwrap();
        stop.wait().await;
        assert!(stop.stopped());
    }
}
