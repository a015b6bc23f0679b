//! What options choose between: formats, tables, how much to explain.

use clap::ValueEnum;
use esep::SqlDialect;
use esep_documents::{HtmlExtent, Ways};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum FindingsFormat {
    #[default]
    Text,
    Json,
    Sarif,
    Github,
    Markdown,
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ReadFormat {
    #[default]
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum ExportFormat {
    #[default]
    Csv,
    Json,
    Sdmx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum TableFormat {
    #[default]
    Text,
    Csv,
    Json,
    Markdown,
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sql {
    #[value(name = "duckdb")]
    DuckDb,
    Spark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum RollupFormat {
    #[default]
    Text,
    Csv,
    Json,
    Markdown,
    Html,
    Xlsx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum VerdictFormat {
    #[default]
    Text,
    Json,
    Csv,
    Markdown,
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompareTable {
    Changes,
    Ranking,
    Bands,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Explaining {
    None,
    #[default]
    Short,
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum FailOn {
    #[default]
    Error,
    Warning,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl From<Sql> for SqlDialect {
    fn from(sql: Sql) -> Self {
        match sql {
            Sql::DuckDb => Self::DuckDb,
            Sql::Spark => Self::Spark,
        }
    }
}

impl Explaining {
    /// How many ways to show; `None` where nothing is to be explained.
    pub(crate) fn ways(self) -> Option<Ways> {
        match self {
            Self::None => None,
            Self::Short => Some(Ways::Likeliest),
            Self::All => Some(Ways::All),
        }
    }
}

impl From<TableFormat> for esep_documents::TableFormat {
    fn from(format: TableFormat) -> Self {
        match format {
            TableFormat::Text => Self::Text,
            TableFormat::Csv => Self::Csv,
            TableFormat::Json => Self::Json,
            TableFormat::Markdown => Self::Markdown,
            TableFormat::Html => Self::Html(HtmlExtent::Document),
        }
    }
}

impl RollupFormat {
    /// The format of a text; `None` of a workbook.
    pub(crate) fn of_text(self) -> Option<esep_documents::TableFormat> {
        Some(match self {
            Self::Text => TableFormat::Text.into(),
            Self::Csv => TableFormat::Csv.into(),
            Self::Json => TableFormat::Json.into(),
            Self::Markdown => TableFormat::Markdown.into(),
            Self::Html => TableFormat::Html.into(),
            Self::Xlsx => return None,
        })
    }
}
