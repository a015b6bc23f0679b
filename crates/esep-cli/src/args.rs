//! The command line: commands and options. What their help says stands in the catalog of messages,
//! as [`help`] tells; a comment here would be shown in English.

mod choices;
pub(crate) mod help;
pub(crate) mod mistake;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, Parser, Subcommand};
use clap_complete::Shell;
use esep::Language;

pub(crate) use choices::{
    Color, CompareTable, Explaining, ExportFormat, FailOn, FindingsFormat, ReadFormat,
    RollupFormat, Sql, TableFormat, VerdictFormat,
};

#[derive(Debug, Parser)]
#[command(name = "esep", version, max_term_width = 100)]
#[command(disable_help_flag = true, disable_version_flag = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[arg(long, global = true, value_name = "kk|ru|en", value_parser = language())]
    #[arg(hide_possible_values = true)]
    pub(crate) lang: Option<Language>,
    #[arg(short, long, global = true, action = ArgAction::HelpShort)]
    help: Option<bool>,
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Check(Check),
    Read(Read),
    Rollup(Rollup),
    Tally(Tally),
    Compare(Compare),
    Report(Report),
    Export(Export),
    AddUp(AddUp),
    Explain(Explain),
    Forms(Forms),
    Template(Template),
    New(New),
    Completions(Completions),
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    pub(crate) paths: Vec<PathBuf>,
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) form: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) structure: Option<PathBuf>,
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
    #[arg(long, value_enum, default_value_t, value_name = "text|json|sarif|github|markdown|html")]
    #[arg(hide_possible_values = true)]
    pub(crate) format: FindingsFormat,
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) select: Vec<String>,
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub(crate) ignore: Vec<String>,
    #[arg(long, value_enum, default_value_t, value_name = "none|short|all")]
    #[arg(hide_possible_values = true)]
    pub(crate) explain: Explaining,
    #[arg(long, value_name = "OUT")]
    pub(crate) annotate: Option<PathBuf>,
    #[arg(long, value_enum, default_value_t, value_name = "error|warning|never")]
    #[arg(hide_possible_values = true)]
    pub(crate) fail_on: FailOn,
    #[arg(long, value_enum, default_value_t, value_name = "auto|always|never")]
    #[arg(hide_possible_values = true)]
    pub(crate) color: Color,
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    pub(crate) paths: Vec<PathBuf>,
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) form: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) structure: Option<PathBuf>,
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
    #[arg(long, value_enum, default_value_t, value_name = "text|json")]
    #[arg(hide_possible_values = true)]
    pub(crate) format: ReadFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Rollup {
    pub(crate) book: PathBuf,
    #[arg(long, value_name = "ID")]
    pub(crate) form: String,
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: String,
    #[arg(long, value_name = "KIND")]
    pub(crate) level: Option<String>,
    #[arg(long, value_enum, default_value_t, value_name = "text|csv|json|markdown|html|xlsx")]
    #[arg(hide_possible_values = true)]
    pub(crate) format: RollupFormat,
    #[arg(long, value_name = "FILE", required_if_eq("format", "xlsx"))]
    pub(crate) output: Option<PathBuf>,
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Tally {
    #[command(subcommand)]
    pub(crate) command: TallyCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum TallyCommand {
    Members(TallyRegister),
    Cases(TallyRegister),
    Injuries(TallyRegister),
    Trainings(TallyRegister),
    Agreements(TallyRegister),
    Merge(TallyMerge),
}

#[derive(Debug, Args)]
pub(crate) struct TallyRegister {
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[arg(long, value_name = "DATE", conflicts_with = "period")]
    pub(crate) as_of: Option<String>,
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
    #[arg(long)]
    pub(crate) unique: bool,
    #[arg(long, value_enum, value_name = "duckdb|spark", hide_possible_values = true)]
    #[arg(conflicts_with_all = ["into", "level", "format", "suppress", "partial", "unique"])]
    pub(crate) sql: Option<Sql>,
    #[arg(long, conflicts_with_all = ["into", "level", "format", "suppress"])]
    pub(crate) partial: bool,
    #[command(flatten)]
    pub(crate) output: TallyOutput,
}

#[derive(Debug, Args)]
pub(crate) struct TallyMerge {
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) output: TallyOutput,
}

#[derive(Debug, Args)]
pub(crate) struct TallyOutput {
    #[arg(long, value_name = "FILE")]
    pub(crate) structure: Option<PathBuf>,
    #[arg(long, value_name = "KIND")]
    pub(crate) level: Option<String>,
    #[arg(long, value_enum, default_value_t, value_name = "text|csv|json|markdown|html")]
    #[arg(hide_possible_values = true)]
    pub(crate) format: TableFormat,
    #[arg(long, value_name = "NUMBER", conflicts_with = "into")]
    pub(crate) suppress: Option<u64>,
    #[arg(long, value_name = "BOOK", conflicts_with = "format")]
    pub(crate) into: Option<PathBuf>,
    #[arg(long, requires = "into")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Compare {
    pub(crate) book: PathBuf,
    #[arg(long, value_name = "PERIOD")]
    pub(crate) from: String,
    #[arg(long, value_name = "PERIOD")]
    pub(crate) to: String,
    #[arg(long, value_name = "ID")]
    pub(crate) form: Option<String>,
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub(crate) line: Vec<String>,
    #[arg(long, value_name = "LINE")]
    pub(crate) rank: Option<String>,
    #[arg(long, value_name = "KIND", conflicts_with = "organization")]
    pub(crate) level: Option<String>,
    #[arg(long, value_name = "CODE")]
    pub(crate) organization: Option<String>,
    #[arg(long, value_enum, value_name = "changes|ranking|bands", hide_possible_values = true)]
    pub(crate) table: Option<CompareTable>,
    #[arg(long, value_enum, default_value_t, value_name = "text|csv|json|markdown|html")]
    #[arg(hide_possible_values = true)]
    pub(crate) format: TableFormat,
}

#[derive(Debug, Args)]
pub(crate) struct Report {
    pub(crate) book: PathBuf,
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: String,
    #[arg(long, value_name = "CODE")]
    pub(crate) organization: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    #[arg(value_name = "PATH", default_value = ".", hide_default_value = true)]
    pub(crate) paths: Vec<PathBuf>,
    #[arg(long, value_name = "ID|FILE")]
    pub(crate) form: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) structure: Option<PathBuf>,
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
    #[arg(long)]
    pub(crate) rollup: bool,
    #[arg(long, value_enum, default_value_t, value_name = "csv|json|sdmx")]
    #[arg(hide_possible_values = true)]
    pub(crate) format: ExportFormat,
    #[arg(long, value_name = "FILE", required_if_eq("format", "sdmx"))]
    pub(crate) output: Option<PathBuf>,
    #[arg(long, requires = "output")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct AddUp {
    #[arg(value_name = "FILE", default_value = "-", hide_default_value = true)]
    pub(crate) file: PathBuf,
    #[arg(long, value_enum, default_value_t, value_name = "text|json|csv|markdown|html")]
    #[arg(hide_possible_values = true)]
    pub(crate) format: VerdictFormat,
    #[arg(long, value_enum, default_value_t, value_name = "none|short|all")]
    #[arg(hide_possible_values = true)]
    pub(crate) explain: Explaining,
    #[arg(long, value_enum, default_value_t, value_name = "error|warning|never")]
    #[arg(hide_possible_values = true)]
    pub(crate) fail_on: FailOn,
    #[arg(long, value_enum, default_value_t, value_name = "auto|always|never")]
    #[arg(hide_possible_values = true)]
    pub(crate) color: Color,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    pub(crate) code: Option<String>,
}

#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Forms {
    #[command(subcommand)]
    pub(crate) command: Option<FormsCommand>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FormsCommand {
    List,
    Show {
        #[arg(value_name = "ID|FILE")]
        form: PathBuf,
    },
    Check {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        #[arg(long, value_enum, default_value_t, value_name = "auto|always|never")]
        #[arg(hide_possible_values = true)]
        color: Color,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Template {
    #[arg(value_name = "ID|FILE")]
    pub(crate) form: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) from: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    pub(crate) organization: Option<String>,
    #[arg(long, value_name = "PERIOD")]
    pub(crate) period: Option<String>,
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct New {
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    #[arg(value_name = "bash|elvish|fish|powershell|zsh", hide_possible_values = true)]
    pub(crate) shell: Shell,
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
