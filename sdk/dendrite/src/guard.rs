//! What a peer may do to who reads from it: neither talk without end before its answer, nor hold a thread.

use hyper::{ext::on_informational, Request};
use std::{
    io,
    pin::Pin,
    sync::{
        atomic::{AtomicUsize, Ordering},
        Arc,
    },
    task::{ready, Context, Poll},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Interim answers (1xx) before the answer. Nobody needs one here; some proxies send one.
pub(crate) const MOST_INTERIM: usize = 16;
/// Bytes that are read in one turn: then the others of the runtime have theirs.
const TURN: usize = 128 * 1024;

/// How many interim answers a question has had. HTTP knows no limit of them, and whoever sends nothing else keeps the
/// reading end busy until its time is out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Interim(Arc<AtomicUsize>);

impl Interim {
    /// Counts those of this question from now on.
    pub(crate) fn count<B>(&self, question: &mut Request<B>) {
        self.0.store(0, Ordering::Release);
        let counter = self.0.clone();
        on_informational(question, move |_| {
            counter.fetch_add(1, Ordering::AcqRel);
        });
    }

    /// Were there too many?
    pub(crate) fn too_many(&self) -> bool {
        self.0.load(Ordering::Acquire) > MOST_INTERIM
    }
}

/// A stream that is read in turns, and not at all after too many interim answers.
pub(crate) struct Guarded<S> {
    stream: S,
    interim: Interim,
    /// Bytes of this turn.
    turn: usize,
}

impl<S> Guarded<S> {
    pub(crate) fn new(stream: S, interim: Interim) -> Self {
        Self { stream, interim, turn: 0 }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Guarded<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.interim.too_many() {
            return Poll::Ready(Err(io::Error::other("too many interim answers")));
        }
        // Nothing more to read ends the turn too.
        let turn = std::mem::take(&mut self.turn);
        if turn >= TURN {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let before = buffer.filled().len();
        let read = ready!(Pin::new(&mut self.stream).poll_read(context, buffer));
        self.turn = turn.saturating_add(buffer.filled().len().saturating_sub(before));
        Poll::Ready(read)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Guarded<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::Waker;

    /// Bytes of one poll after the other until one has none.
    fn read_in_one_turn(stream: &mut (impl AsyncRead + Unpin)) -> usize {
        let mut context = Context::from_waker(Waker::noop());
        let (mut bytes, mut all) = (vec![0; 8 * 1024], 0);
        while all < 100 * TURN {
            let mut buffer = ReadBuf::new(&mut bytes);
            match Pin::new(&mut *stream).poll_read(&mut context, &mut buffer) {
                Poll::Ready(read) => read.unwrap(),
                Poll::Pending => break,
            }
            all += buffer.filled().len();
        }
        all
    }

    #[test]
    fn stream_should_let_others_have_their_turn_when_it_is_always_ready() {
        let endless = &mut [0; 400 * TURN].as_slice();
        let mut guarded = Guarded::new(endless, Interim::default());
        assert_eq!(read_in_one_turn(&mut guarded), TURN);
        assert_eq!(read_in_one_turn(&mut guarded), TURN);
    }

    #[test]
    fn stream_should_be_an_error_after_too_many_interim_answers() {
        let interim = Interim::default();
        let mut guarded = Guarded::new([0; 100].as_slice(), interim.clone());
        interim.0.store(MOST_INTERIM, Ordering::Release);
        let mut context = Context::from_waker(Waker::noop());
        let mut bytes = [0; 10];
        let mut buffer = ReadBuf::new(&mut bytes);
        assert!(matches!(Pin::new(&mut guarded).poll_read(&mut context, &mut buffer), Poll::Ready(Ok(()))));
        interim.0.store(MOST_INTERIM + 1, Ordering::Release);
        assert!(matches!(Pin::new(&mut guarded).poll_read(&mut context, &mut buffer), Poll::Ready(Err(_))));
    }
}
