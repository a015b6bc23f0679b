//! The command line: commands, options and their help texts.

pub(crate) mod mistake;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use esep::Language;

/// Says which figures of a trade union's reports do not add up, and adds up those that do
#[derive(Debug, Parser)]
#[command(name = "esep", version, disable_help_flag = true, max_term_width = 100)]
#[command(after_help = "\
Exit status: 0 nothing found, 1 findings, 2 could not run.
Start with `esep new my-book`, then `esep check my-book`.")]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// Language of the answers [default: that of the system]
    #[arg(long, global = true, value_name = "kk|ru|en", value_parser = language())]
    #[arg(hide_possible_values = true)]
    pub(crate) lang: Option<Language>,
    /// Print help
    #[arg(short, long, global = true, action = ArgAction::HelpShort)]
    help: Option<bool>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Say what does not add up in books and documents
    Check(Check),
    /// Add the sheets of a book up along its structure
    Rollup(Rollup),
    /// Say what changed between two periods, who gained and who lost
    Compare(Compare),
    /// Explain a code of a finding, or list all codes
    Explain(Explain),
    /// List, show and check forms
    Forms(Forms),
    /// Make a book to start from
    New(New),
    /// Print completions for a shell
    Completions(Completions),
}

/// `esep check`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  esep check my-book
  esep check sheet.csv --form membership --period 2025-H1
  esep check my-book --ignore Q,missing-report --fail-on warning")]
pub(crate) struct Check {
    /// Folders of books, files, or `-` for standard input
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// The form where a document names none: its id, or a file with a form of your own
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) form: Option<PathBuf>,
    /// The structure for documents without a book
    #[arg(long, value_name = "FILE")]
    pub(crate) structure: Option<PathBuf>,
    /// The period where a document names none: 2025, 2025-H1, 2025-Q3, 2025-07
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t, value_name = "text|json|sarif|github|markdown")]
    #[arg(hide_possible_values = true)]
    pub(crate) format: FindingsFormat,
    /// Report these findings only: codes, names or family letters
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    /// Leave these findings out
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    /// From which severity on the exit status is 1
    #[arg(long, value_enum, default_value_t, value_name = "error|warning|never")]
    #[arg(hide_possible_values = true)]
    pub(crate) fail_on: FailOn,
    /// When to use colors
    #[arg(long, value_enum, default_value_t, value_name = "auto|always|never")]
    #[arg(hide_possible_values = true)]
    pub(crate) color: Color,
}

/// `esep rollup`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  esep rollup my-book --form membership --period 2025-H1 --format csv")]
pub(crate) struct Rollup {
    /// Folder of the book
    pub(crate) book: PathBuf,
    /// Which form
    #[arg(long, value_name = "ID")]
    pub(crate) form: String,
    /// Which period: 2025, 2025-H1, 2025-Q3, 2025-07
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: String,
    /// Organizations of this kind only, such as `regional`
    #[arg(long, value_name = "KIND")]
    pub(crate) level: Option<String>,
    /// How to write the table
    #[arg(long, value_enum, default_value_t, value_name = "text|csv|json|markdown")]
    #[arg(hide_possible_values = true)]
    pub(crate) format: TableFormat,
}

/// `esep compare`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  esep compare my-book --from 2024 --to 2025
  esep compare my-book --from 2024-H1 --to 2025-H1 --form membership --line members --level regional
  esep compare my-book --from 2024 --to 2025 --rank members --table ranking --format csv")]
pub(crate) struct Compare {
    /// Folder of the book
    pub(crate) book: PathBuf,
    /// The period to compare with: 2024, 2024-H1, 2024-Q3, 2024-07
    #[arg(long, value_name = "PERIOD")]
    pub(crate) from: String,
    /// The period to compare
    #[arg(long, value_name = "PERIOD")]
    pub(crate) to: String,
    /// Which form; without it all
    #[arg(long, value_name = "ID")]
    pub(crate) form: Option<String>,
    /// These lines only, each as a table of all organizations
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub(crate) line: Vec<String>,
    /// Rank the organizations by the change of this line
    #[arg(long, value_name = "LINE")]
    pub(crate) rank: Option<String>,
    /// Organizations of this kind only, such as `regional`
    #[arg(long, value_name = "KIND", conflicts_with = "organization")]
    pub(crate) level: Option<String>,
    /// One organization only
    #[arg(long, value_name = "CODE")]
    pub(crate) organization: Option<String>,
    /// One table only
    #[arg(long, value_enum, value_name = "changes|ranking|bands", hide_possible_values = true)]
    pub(crate) table: Option<CompareTable>,
    /// How to write it
    #[arg(long, value_enum, default_value_t, value_name = "text|csv|json|markdown")]
    #[arg(hide_possible_values = true)]
    pub(crate) format: TableFormat,
}

/// `esep explain`.
#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A code such as F001, or a name such as parts-do-not-add-up
    pub(crate) code: Option<String>,
}

/// `esep forms`.
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Forms {
    /// What to do with forms; without it they are listed.
    #[command(subcommand)]
    pub(crate) command: Option<FormsCommand>,
}

/// What to do with forms.
#[derive(Debug, Subcommand)]
pub(crate) enum FormsCommand {
    /// List the built-in forms
    List,
    /// Show the lines, breakdowns and rules of a form
    Show {
        /// The id of a built-in form, or a file with a form of your own
        #[arg(value_name = "ID|FILE")]
        form: PathBuf,
    },
    /// Check forms of your own
    Check {
        /// Form files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// When to use colors
        #[arg(long, value_enum, default_value_t, value_name = "auto|always|never")]
        #[arg(hide_possible_values = true)]
        color: Color,
    },
}

/// `esep new`.
#[derive(Debug, Args)]
pub(crate) struct New {
    /// A folder that does not exist yet, or is empty
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}

/// `esep completions`.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: Shell,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum FindingsFormat {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// For code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// For minutes and mail
    Markdown,
}

/// How tables are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum TableFormat {
    /// For people
    #[default]
    Text,
    /// For spreadsheets
    Csv,
    /// For programs
    Json,
    /// For minutes and mail
    Markdown,
}

/// The tables of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompareTable {
    /// What changed
    Changes,
    /// Who gained and who lost
    Ranking,
    /// Who lies in which band
    Bands,
}

/// From which severity on a run fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors only
    #[default]
    Error,
    /// Errors and warnings
    Warning,
    /// Not even errors
    Never,
}

/// When colors are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// In any case
    Always,
    /// In no case
    Never,
}

/// The language that `--lang` names, found before the arguments are understood, so that mistakes
/// in them can be told in it.
pub(crate) fn language_named(args: &[OsString]) -> Option<Language> {
    let mut args = args.iter().filter_map(|arg| arg.to_str());
    while let Some(arg) = args.next() {
        match arg.strip_prefix("--lang") {
            Some("") => return args.next().and_then(Language::parse),
            Some(rest) => return rest.strip_prefix('=').and_then(Language::parse),
            None => {}
        }
    }
    None
}

fn language() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.map(Language::code))
        .map(|code| Language::parse(&code).unwrap_or(Language::En))
}
