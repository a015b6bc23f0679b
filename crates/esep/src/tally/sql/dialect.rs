//! Where engines differ: all of it stands here.

use super::listed;

/// The SQL of an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SqlDialect {
    /// `DuckDB`, 1.4 or newer.
    DuckDb,
    /// Apache Spark, 4.1 or newer, and what is built on it.
    Spark,
}

/// A file that is read as a table, all fields as texts.
pub(super) struct CsvView<'a> {
    pub(super) view: &'a str,
    pub(super) files: &'a [&'a str],
    pub(super) separator: char,
    /// How many lines stand above the header.
    pub(super) above: usize,
    /// What the columns are called from here on, in the order of the file.
    pub(super) columns: Vec<String>,
}

/// What tells that a row has too many fields or too few.
const BEYOND: &str = "beyond";

impl SqlDialect {
    /// The dialect with this name, as it is asked for: `duckdb` or `spark`.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "duckdb" => Some(Self::DuckDb),
            "spark" => Some(Self::Spark),
            _ => None,
        }
    }

    /// A name, quoted.
    pub(super) fn name(self, name: &str) -> String {
        match self {
            Self::DuckDb => format!("\"{}\"", name.replace('"', "\"\"")),
            Self::Spark => format!("`{}`", name.replace('`', "``")),
        }
    }

    /// A text, quoted.
    pub(super) fn text(self, text: &str) -> String {
        match self {
            Self::DuckDb => format!("'{}'", text.replace('\'', "''")),
            Self::Spark => format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'")),
        }
    }

    /// A function of one text.
    pub(super) fn function(self, name: &str, gives: &str, body: &str) -> String {
        match self {
            Self::DuckDb => format!("CREATE OR REPLACE TEMPORARY MACRO {name}(x) AS\n  {body}"),
            Self::Spark => format!(
                "CREATE OR REPLACE TEMPORARY FUNCTION {name}(x STRING) RETURNS {gives} RETURN\n  {body}"
            ),
        }
    }

    /// Whether a text is of a pattern from end to end.
    pub(super) fn matches(self, text: &str, pattern: &str) -> String {
        let pattern = self.text(&format!("^({pattern})$"));
        match self {
            Self::DuckDb => format!("regexp_matches({text}, {pattern})"),
            Self::Spark => format!("regexp_like({text}, {pattern})"),
        }
    }

    /// A text with one blank in place of several.
    pub(super) fn single_blanks(self, text: &str) -> String {
        match self {
            Self::DuckDb => format!("regexp_replace({text}, ' +', ' ', 'g')"),
            Self::Spark => format!("regexp_replace({text}, ' +', ' ')"),
        }
    }

    /// A row for each of the names that stand in a text, separated by `|`.
    pub(super) fn each_name(self, text: &str) -> String {
        match self {
            Self::DuckDb => format!("unnest(string_split({text}, '|'))"),
            Self::Spark => format!("explode(split({text}, '[|]'))"),
        }
    }

    /// A whole number of many digits.
    pub(super) fn whole(self) -> &'static str {
        match self {
            Self::DuckDb => "HUGEINT",
            Self::Spark => "DECIMAL(38, 0)",
        }
    }

    /// What divides whole numbers that are not negative, and leaves the remainder away.
    pub(super) fn over(self) -> &'static str {
        match self {
            Self::DuckDb => "//",
            Self::Spark => "div",
        }
    }

    /// What a recursive query ends with, so that the engine does not end it too early.
    pub(super) fn all_rows(self) -> &'static str {
        match self {
            Self::DuckDb => "",
            Self::Spark => " LIMIT ALL",
        }
    }

    /// Whether a row has another number of fields than the header.
    pub(super) fn is_ragged(self, last: &str) -> String {
        match self {
            Self::DuckDb => format!("({last} IS NULL OR as_text({BEYOND}) <> '')"),
            Self::Spark => format!("({BEYOND} IS NOT NULL)"),
        }
    }

    /// What stands in a row behind all columns.
    pub(super) fn beyond(self) -> &'static str {
        match self {
            Self::DuckDb => BEYOND,
            Self::Spark => "''",
        }
    }

    /// Views of files, all fields as texts, with a column more for what is too much.
    pub(super) fn csv(self, csv: &CsvView<'_>) -> Vec<String> {
        let separator = self.text(&csv.separator.to_string());
        let view = csv.view;
        match self {
            Self::DuckDb => {
                let columns = csv.columns.iter().map(String::as_str).chain([BEYOND]);
                let columns = columns.map(|column| format!("{}: 'VARCHAR'", self.text(column)));
                let files: Vec<String> = csv.files.iter().map(|file| self.text(file)).collect();
                vec![format!(
                    "CREATE OR REPLACE TEMPORARY VIEW {view} AS SELECT * FROM read_csv(\n  \
                     [{}],\n  \
                     auto_detect = false, header = true, skip = {},\n  \
                     delim = {separator}, quote = '\"', escape = '\"', nullstr = '\\N',\n  \
                     -- Rows of any length; those of another than the header's are left out below.\n  \
                     -- Of fields that are too many, only the first is looked at.\n  \
                     null_padding = true, strict_mode = false,\n  \
                     -- true is faster, and will do where no field holds a line break.\n  \
                     parallel = false,\n  \
                     -- In the order of the file, whatever its header calls them.\n  \
                     columns = {{\n{}\n  }})",
                    files.join(", "),
                    csv.above,
                    listed(4, columns),
                )]
            }
            Self::Spark => {
                let columns =
                    csv.columns.iter().map(|column| format!("{} STRING", self.name(column)));
                let columns = listed(2, columns.chain([format!("{BEYOND} STRING")]));
                // There is no other way to skip lines.
                let comment = if csv.above > 0 { ", comment '#'" } else { "" };
                let one = |view: &str, file: &str| {
                    format!(
                        "CREATE OR REPLACE TEMPORARY VIEW {view} (\n  \
                         -- In the order of the file, whatever its header calls them.\n{columns}\n) \
                         USING csv OPTIONS (\n  \
                         path {}, header 'true', enforceSchema 'true'{comment},\n  \
                         sep {separator}, quote '\"', escape '\"', multiLine 'true',\n  \
                         -- Rows of another length than the header's are left out below, even where only\n  \
                         -- blank fields are too many.\n  \
                         mode 'PERMISSIVE', columnNameOfCorruptRecord '{BEYOND}')",
                        self.text(file)
                    )
                };
                if let [file] = csv.files {
                    return vec![one(view, file)];
                }
                let numbered = || (1_usize..).zip(csv.files);
                let names = numbered().map(|(at, _)| format!("SELECT * FROM {view}_{at}"));
                let all = names.collect::<Vec<_>>().join(" UNION ALL ");
                let views = numbered().map(|(at, file)| one(&format!("{view}_{at}"), file));
                views.chain([format!("CREATE OR REPLACE TEMPORARY VIEW {view} AS {all}")]).collect()
            }
        }
    }
}
