//! The command `myelin`.

use std::process::ExitCode;

fn main() -> ExitCode {
    myelin_cli::run(std::env::args_os().collect())
}
