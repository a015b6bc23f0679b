//! A tally as SQL, for those whose registers an engine reads.

use std::io::Read;
use std::sync::Arc;

use esep::{Finding, Message, Refusal, SqlDialect, SqlFiles, SqlStructure, TallySql};

use super::TallyReport;
use super::files::TallyFiles;
use super::incoming::HEAD;
use super::opening::Opening;
use super::unpacking::{is_packed, unpacked};
use crate::rows::Rows;
use crate::source::{Beginning, File, Source};
use crate::structure::column_names;

/// The header of a file that an engine is to read.
#[derive(Debug)]
struct Header {
    /// As much of the text as is known.
    source: Source,
    headings: Vec<String>,
    separator: char,
    /// The lines above it.
    above: Vec<String>,
}

impl TallyFiles {
    /// The statements that an engine must run to give the same table: functions and views, a query
    /// of the table, and one of the rows that are left out. `register` are the files of the
    /// register, each with at least its first 64 kB; `structure` is the file that tells who belongs
    /// to whom. None, and what is wrong, where the header of a register says too little.
    ///
    /// # Errors
    /// - a file that engines do not read as we do: not in UTF-8, or with titles above its header;
    /// - files of a register with different headings.
    pub fn sql(
        mut self,
        register: Vec<File>,
        structure: Option<File>,
        dialect: SqlDialect,
    ) -> Result<(Option<String>, TallyReport), Refusal> {
        let mut found = Vec::new();
        let structure = structure.map(|file| header_of(file, &mut found)).transpose()?.flatten();
        if let Some(structure) = &structure {
            // Spark passes over comments, and over nothing else.
            let is_comment = |line: &String| line.starts_with('#');
            if dialect == SqlDialect::Spark && !structure.above.iter().all(is_comment) {
                return Err(refused("run.sql-needs-header-first", &structure.source.name));
            }
        }
        // What is wrong with the structure is told where it is read.
        found.clear();
        let headers = register.into_iter().map(|file| header_of(file, &mut found));
        let headers: Vec<Option<Header>> = headers.collect::<Result<_, _>>()?;
        let headers: Vec<Header> = headers.into_iter().flatten().collect();
        self.with_purpose(|_, findings| findings.append(&mut found));
        let Some(first) = headers.first() else { return Ok((None, self.finish())) };
        for header in &headers {
            if !header.above.is_empty() {
                return Err(refused("run.sql-needs-header-first", &header.source.name));
            }
            if header.headings != first.headings || header.separator != first.separator {
                let message = Message::new("run.sql-other-headings");
                let message = message.with("first", &*first.source.name);
                return Err(Refusal::new(message.with("second", &*header.source.name)));
            }
        }
        let opening =
            self.with_purpose(|purpose, findings| Opening::of(&first.source, purpose, findings));
        let rules = opening.as_ref().and_then(|opening| opening.rules.first());
        let Some(rules) = rules else { return Ok((None, self.finish())) };
        let names: Vec<&str> = headers.iter().map(|header| &*header.source.name).collect();
        let headings: Vec<&str> = first.headings.iter().map(String::as_str).collect();
        let columns = structure.as_ref().map(|structure| column_names(&structure.source));
        let structure = structure.as_ref().zip(columns.as_ref()).map(|(structure, columns)| {
            let Header { source, separator, above, .. } = structure;
            SqlStructure { file: &source.name, separator: *separator, above: above.len(), columns }
        });
        let files =
            SqlFiles { register: &names, header: &headings, separator: first.separator, structure };
        Ok((Some(TallySql::new(rules, dialect, files).to_string()), self.finish()))
    }
}

fn refused(key: &'static str, name: &Arc<str>) -> Refusal {
    Refusal::new(Message::new(key).with("path", &**name))
}

/// The header of a file, of which the beginning may be all there is.
fn header_of(file: File, findings: &mut Vec<Finding>) -> Result<Option<Header>, Refusal> {
    let File { name, bytes, .. } = file;
    let head = if is_packed(&bytes) {
        let mut head = Vec::new();
        let most = u64::try_from(HEAD).unwrap_or(u64::MAX);
        // What is packed may be cut short.
        let _ = unpacked(&bytes, &*bytes).take(most).read_to_end(&mut head);
        head
    } else {
        bytes
    };
    let is_whole = head.len() < HEAD && !head.ends_with(b"\n");
    let head = if is_whole { [&head[..], b"\n"].concat() } else { head };
    let (beginning, doubts) = Beginning::of(&name, &head);
    findings.extend(doubts);
    let Some(Beginning { source, verbatim_from, .. }) = beginning else { return Ok(None) };
    if verbatim_from.is_none() {
        let refusal = refused("run.sql-needs-utf-8", &name);
        return Err(refusal.with_hint(Message::new("hint.save-as-utf-8")));
    }
    let Some(rows) = Rows::open(&source, findings) else { return Ok(None) };
    let line = rows.header.cells.first().map_or(1, |cell| cell.line);
    let above = usize::try_from(line.saturating_sub(1)).unwrap_or_default();
    let headings = rows.header.cells.iter().map(|cell| cell.text.to_string()).collect();
    let separator = rows.separator();
    let above = source.text.lines().take(above).map(str::to_owned).collect();
    Ok(Some(Header { source, headings, separator, above }))
}
