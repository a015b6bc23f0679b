//! How long workbooks take, from bytes to findings, and in how much memory: thirty of ten sheets, and
//! one of a million cells. Each is read in a process of its own.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

use esep::{Forms, Language, UnitKind};
use esep_documents::{Examined, File, Request, read_documents};
use rust_xlsxwriter::{Workbook, Worksheet};

const WORKBOOKS: usize = 30;
const SHEETS: usize = 10;
/// Of one organization a row.
const ROWS: u32 = 40_000;
const RUNS: usize = 5;

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    match arguments.as_slice() {
        [command, folder] if command.as_os_str() == "--read" => read(folder),
        _ => compare(),
    }
}

/// Writes the workbooks and has each kind read several times.
fn compare() -> Outcome {
    let folder = env::temp_dir().join("esep-bench-office");
    let (many, large) = (folder.join("many"), folder.join("large"));
    for folder in [&many, &large] {
        fs::create_dir_all(folder)?;
    }
    for number in 0..WORKBOOKS {
        fs::write(many.join(format!("union-{number}.xlsx")), workbook(number)?)?;
    }
    fs::write(large.join("members.xlsx"), wide()?)?;
    println!("{:>8} {:>8}", "ms", "MB");
    for (folder, what) in
        [(&many, "30 workbooks of 10 sheets"), (&large, "a workbook of a million cells")]
    {
        let mut best: Option<(u128, u64)> = None;
        for _ in 0..RUNS {
            let output = Command::new(env::current_exe()?).arg("--read").arg(folder).output()?;
            let said = String::from_utf8(output.stdout)?;
            let mut numbers = said.split_whitespace();
            let (Some(ms), Some(kilobytes)) = (numbers.next(), numbers.next()) else {
                return Err("a process that read workbooks said nothing".into());
            };
            let run = (ms.parse()?, kilobytes.parse::<u64>()? / 1024);
            best = best.map_or(Some(run), |best| Some(best.min(run)));
        }
        let (ms, megabytes) = best.unwrap_or_default();
        println!("{ms:>8} {megabytes:>8}  {what}, the best of {RUNS}");
    }
    fs::remove_dir_all(folder)?;
    Ok(())
}

/// Reads and checks the files of a folder, and says how long that took and the most memory it had.
fn read(folder: &Path) -> Outcome {
    let start = Instant::now();
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let bytes = fs::read(&path)?;
        files.push(File::new(path.to_string_lossy(), bytes));
    }
    let mut examined = Examined::default();
    examined.check(read_documents(files, &Request::default()).understand());
    if examined.summary().figures == 0 {
        return Err("no figure was read".into());
    }
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = most.and_then(|it| it.split_whitespace().next()).unwrap_or("0");
    println!("{} {kilobytes}", start.elapsed().as_millis());
    Ok(())
}

/// A workbook of ten forms, each of an organization of its own.
fn workbook(number: usize) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut workbook = Workbook::new();
    let forms = Forms::built_in();
    let forms: BTreeMap<_, _> = forms
        .iter()
        .filter(|form| form.columns().is_empty())
        .map(|form| (form.id.as_str().to_owned(), form))
        .collect();
    for (form, place) in forms.values().cycle().zip(0..SHEETS) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(format!("{} {place}", form.id.as_str()))?;
        sheet.write_string(0, 0, form.title.in_language(Language::Ru))?;
        sheet.write_string(1, 0, format!("Организация: union {number}.{place}"))?;
        sheet.write_string(2, 0, "1 полугодие 2025 года")?;
        for (line, row) in form.lines().iter().zip(4..) {
            sheet.write_string(row, 0, line.label.in_language(Language::Ru))?;
            figure(sheet, row, 1, line.unit.kind())?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// A table of one organization a row.
fn wide() -> Result<Vec<u8>, Box<dyn Error>> {
    let mut workbook = Workbook::new();
    let forms = Forms::built_in();
    let form = forms.get("membership").ok_or("no form of membership")?;
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, form.title.in_language(Language::Ru))?;
    sheet.write_string(1, 0, "1 полугодие 2025 года")?;
    sheet.write_string(2, 0, "Организация")?;
    for (line, column) in form.lines().iter().zip(1..25) {
        sheet.write_string(2, column, line.label.in_language(Language::Ru))?;
        for row in 3..3 + ROWS {
            figure(sheet, row, column, line.unit.kind())?;
        }
    }
    for row in 3..3 + ROWS {
        sheet.write_string(row, 0, format!("union {row}"))?;
    }
    Ok(workbook.save_to_buffer()?)
}

/// A figure that contradicts none: nought, or no share at all.
fn figure(sheet: &mut Worksheet, row: u32, column: u16, kind: UnitKind) -> Outcome {
    if kind == UnitKind::Share {
        sheet.write_string(row, column, "x")?;
    } else {
        sheet.write_number(row, column, 0)?;
    }
    Ok(())
}
