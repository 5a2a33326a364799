//! Requests that are not answered: status and reason.

use myelin_synapse::process_id;
use std::{any::Any, fmt::Display};

/// Why a handler did not answer.
///
/// Anything that is a `std::error::Error` becomes one with `?`: it is logged, and the caller is told a number only.
/// [`HandlerError::told`] says something to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandlerError {
    status: u16,
    message: String,
    private: bool,
}

impl HandlerError {
    /// A status of 400 to 599 and a text for the caller.
    pub fn told(status: u16, message: impl Into<String>) -> Self {
        let status = if (400..600).contains(&status) { status } else { 500 };
        Self { status, message: message.into(), private: false }
    }

    /// For the log; the caller learns only that it was our fault.
    pub fn internal(error: impl Display) -> Self {
        Self { status: 500, message: error.to_string(), private: true }
    }
}

impl<E: std::error::Error> From<E> for HandlerError {
    fn from(error: E) -> Self {
        Self::internal(error)
    }
}

/// An answer that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) message: String,
}

impl Refusal {
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    pub(crate) fn unverified(reason: impl Display) -> Self {
        Self::new(401, format!("Not Verified with error: {reason}"))
    }

    /// Logged under a number, which is all that the caller learns.
    pub(crate) fn internal(name: &str, error: impl Display) -> Self {
        let number = format!("{}-{}", process_id().get(..8).unwrap_or_default(), next_number());
        tracing::error!(target: "myelin::axon", synapse = name, number, "{error}");
        Self::new(500, format!("Internal Server Error #{number}"))
    }

    /// A panic of what the owner wrote, or of ours.
    pub(crate) fn panicked(name: &str, panic: &(dyn Any + Send)) -> Self {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a word");
        Self::internal(name, format!("a hook or a handler panicked: {text}"))
    }

    pub(crate) fn of_handler(name: &str, error: HandlerError) -> Self {
        match error.private {
            true => Self::internal(name, error.message),
            false => Self::new(error.status, error.message),
        }
    }
}

fn next_number() -> u64 {
    static NUMBER: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
    NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caller_should_not_see_an_error_that_was_not_meant_for_it() {
        let error: HandlerError = std::io::Error::other("the password is 1234").into();
        let refusal = Refusal::of_handler("Ask", error);
        assert!(refusal.status == 500 && refusal.message.starts_with("Internal Server Error #"));
        assert!(!refusal.message.contains("1234"));
        let told = Refusal::of_handler("Ask", HandlerError::told(422, "too long"));
        assert_eq!(told, Refusal::new(422, "too long"));
        assert_eq!(HandlerError::told(200, "no").status, 500);
    }
}
