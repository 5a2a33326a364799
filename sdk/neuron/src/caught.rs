//! Panics in code that is not ours: an error of the one thing that was being done.

use crate::NeuronError;
use std::{
    any::Any,
    future::{poll_fn, Future},
    panic::{catch_unwind, AssertUnwindSafe},
    task::Poll,
};

/// The outcome of a miner's or validator's own code; an error when it panics. What it left half done is its own affair.
pub(crate) async fn caught<T>(work: impl Future<Output = Result<T, NeuronError>>) -> Result<T, NeuronError> {
    // On the heap: whoever writes a miner may await much.
    let mut work = Box::pin(work);
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        polled.unwrap_or_else(|panic| Poll::Ready(Err(NeuronError::Task(words(&*panic)))))
    })
    .await
}

/// What a panic said.
fn words(panic: &(dyn Any + Send)) -> String {
    let said = panic.downcast_ref::<&str>().copied();
    let said = said.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("it panicked: {}", said.unwrap_or("no words"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn panic_should_be_an_error_with_its_words() {
        let value = 7;
        let late = async {
            tokio::task::yield_now().await;
            if value == 7 {
                panic!("value {value}")
            }
            Ok(())
        };
        assert_eq!(
            caught(late).await.unwrap_err().to_string(),
            "a task of the neuron broke: it panicked: value 7"
        );
        let plain = caught(async {
            if value == 7 {
                panic!("plain")
            } else {
                Ok(())
            }
        })
        .await;
        assert!(plain.unwrap_err().to_string().ends_with("it panicked: plain"));
        assert_eq!(caught(async { Ok(5) }).await.unwrap(), 5);
    }
}
