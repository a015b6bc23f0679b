//! Writes the reports of `docs/examples/thirty`: the figures of `tests/data/thirty`, each
//! organization's in the disorder of its own.
//!
//!     cargo run -p esep-tests --example thirty
//!
//! LibreOffice saves those that are no `.xlsx`.

mod disorder;
mod layout;
mod sheet;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use esep::Forms;

use layout::Figures;

/// What a form holds, by organization.
type Table<'a> = BTreeMap<&'a str, Figures<'a>>;

/// A file to be written.
#[derive(Debug)]
pub(crate) struct Report {
    /// The name, whose ending says what it is.
    pub(crate) name: &'static str,
    pub(crate) sheets: Vec<sheet::Sheet>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let read = |name: &str| fs::read_to_string(root.join("tests/data/thirty").join(name));
    let (membership, legal) = (read("membership.csv")?, read("legal-service.csv")?);
    let structure = fs::read_to_string(root.join("docs/examples/thirty/structure.csv"))?;
    let forms = Forms::built_in();
    let folder = root.join("docs/examples/thirty/reports");
    fs::create_dir_all(&folder)?;
    let writer = disorder::Writer {
        membership: forms.get("membership").ok_or("no form of membership")?,
        legal: forms.get("legal-service").ok_or("no form No. 7")?,
        members: table(&membership),
        violations: table(&legal),
        names: names(&structure),
    };
    for report in writer.reports() {
        write(&folder, &report)?;
    }
    Ok(())
}

/// The rows of a wide table, below its heading.
fn table(text: &str) -> Table<'_> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let heading: Vec<&str> = lines.next().unwrap_or_default().split(',').skip(1).collect();
    let row = |line| {
        let mut cells = cells(line).into_iter();
        let organization = cells.next()?;
        Some((organization, heading.iter().copied().zip(cells).collect()))
    };
    lines.filter_map(row).collect()
}

/// The cells of a line; a comma within quotes ends none.
fn cells(line: &str) -> Vec<&str> {
    let mut is_quoted = false;
    let cells = line.split(|letter: char| {
        is_quoted ^= letter == '"';
        letter == ',' && !is_quoted
    });
    cells.map(|cell| cell.trim_matches('"')).collect()
}

/// The names of the organizations in Kazakh and Russian, by code.
fn names(structure: &str) -> BTreeMap<&str, [&str; 2]> {
    let rows = structure.lines().skip(1).map(cells);
    rows.filter_map(|row| match row.as_slice() {
        [code, _, _, kazakh, russian, ..] => Some((*code, [*kazakh, *russian])),
        _ => None,
    })
    .collect()
}

fn write(folder: &Path, report: &Report) -> Result<(), Box<dyn Error>> {
    let path = folder.join(report.name);
    let ending = report.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "xlsx" => fs::write(path, sheet::workbook(&report.sheets)?)?,
        "csv" => {
            let table = report.sheets.first().map(sheet::Sheet::to_csv);
            fs::write(path, table.unwrap_or_default())?;
        }
        "docx" => {
            let page = sheet::page(&report.sheets);
            saved(&path.with_extension("html"), page.as_bytes(), "docx:MS Word 2007 XML")?;
        }
        _ => {
            let workbook = sheet::workbook(&report.sheets)?;
            saved(&path.with_extension("xlsx"), &workbook, ending)?;
        }
    }
    Ok(())
}

/// Has LibreOffice save a file in another format, beside where it would stand.
fn saved(path: &Path, bytes: &[u8], format: &str) -> Result<(), Box<dyn Error>> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err("a path without a name".into());
    };
    let work = std::env::temp_dir().join("esep-thirty");
    fs::create_dir_all(&work)?;
    fs::write(work.join(name), bytes)?;
    let status = Command::new("soffice")
        .args(["--headless", "--convert-to", format, "--outdir"])
        .arg(folder)
        .args(path.extension().filter(|it| *it == "html").map(|_| "--infilter=HTML (StarWriter)"))
        .arg(work.join(name))
        .status()?;
    if status.success() { Ok(()) } else { Err("LibreOffice did not save it".into()) }
}
