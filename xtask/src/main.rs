//! Every chore of the project: `cargo xtask COMMAND`.

mod apt;
mod bench;
mod bless;
mod browser;
mod codegen;
mod fuzz;
mod node;
mod office;
mod process;
mod site;
mod test;
mod wasm;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  test                        everything that must pass before a change lands
  test office                 the tests that have LibreOffice save workbooks and documents
  site [--serve]              build the page: target/site/ for a server, target/esep.html for a double click
  bless [FILTER]              rewrite the expected output of the tests whose names contain FILTER
  codegen [--check]           write the generated pages of docs/, or say which are stale
  wasm                        build the package for JavaScript into target/esep-package
  fuzz [TARGET] [--seconds N] look for bytes that make a reader panic or hang
  bench [--runs N]            time the release build on the example book
  bench check [--rows N]      time the check of wide tables beside DuckDB and Polars
  bench tally [--rows N]      time the counting of registers beside DuckDB and Polars
  bench rows                  the same, up to 3 GB of rows for the same organizations: charts in docs/
  bench instructions          how many instructions a row of a register takes
  bench explain               how long explanations take
  bench slips                 how often explanations hit on slips that were planted: some minutes
  bench office                how long workbooks take, and in how much memory
  bench page                  the size of the page, and its speed in the browser
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments.as_slice() {
        ["test"] => test::run(),
        ["test", "office"] => test::office(),
        ["bless"] => bless::run(None),
        ["bless", filter] => bless::run(Some(filter)),
        ["codegen"] => codegen::run(codegen::Mode::Write),
        ["codegen", "--check"] => codegen::run(codegen::Mode::Check),
        ["wasm"] => wasm::run(),
        ["site", arguments @ ..] => site::run(arguments),
        ["fuzz", arguments @ ..] => fuzz::run(arguments),
        ["bench", arguments @ ..] => bench::run(arguments),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            if !message.is_empty() {
                eprintln!("{}", message.trim_end());
            }
            ExitCode::FAILURE
        }
    }
}

/// What every command returns: nothing, or why it failed; empty where it has said so itself.
type Outcome = Result<(), String>;
