//! The examples of the book run.

#[path = "../examples/conversation.rs"]
mod conversation;

#[test]
fn conversation_should_run() {
    conversation::main().unwrap();
}
