//! The command `myelin`.

use std::process::ExitCode;

mod closed;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    match closed::standard_output() {
        // Nothing is begun whose result nobody could read.
        true => myelin_cli::Failure::closed().report(arguments.iter().any(|argument| argument == "--json")),
        false => myelin_cli::run(arguments),
    }
}
