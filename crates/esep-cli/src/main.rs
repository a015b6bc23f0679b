//! The program `esep`: hands arguments, streams and files to [`esep_cli::run`].

use std::io::{BufWriter, IsTerminal, Write, stderr, stdin, stdout};

use esep_cli::{Environment, Exit, Io, RealFiles, Terminal};

fn main() -> Exit {
    let mut stdout = BufWriter::new(stdout().lock());
    // Where it cannot be shown, nothing is lost.
    let show = |line: &str| drop(write!(stderr(), "\r{line}\x1b[K"));
    let exit = esep_cli::run(
        std::env::args_os(),
        &mut Io {
            stdin: &mut stdin().lock(),
            stdout: &mut stdout,
            stderr: &mut stderr(),
            progress: stderr().is_terminal().then_some(&show),
            files: &mut RealFiles,
            terminal: Terminal::of_stdout(),
            environment: Environment::of_process(),
        },
    );
    // `run` has flushed; what is left was refused by a closed pipe.
    let _ = stdout.flush();
    exit
}
