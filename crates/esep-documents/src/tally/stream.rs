//! A register whose bytes come one after the other, counted as they come.

use std::sync::Arc;

use esep::Refusal;

use super::files::TallyFiles;
use super::incoming::Incoming;
use super::{TallyReport, TallyRequest};
use crate::grids::SheetTexts;

/// A register whose bytes come one after the other: memory does not grow with its rows.
///
/// ```
/// use esep_documents::{TableFormat, TallyReport, TallyRequest};
/// let request = TallyRequest { register: "injuries", as_of: None, period: Some("2020"), level: None };
/// let mut stream = TallyReport::default().stream("injuries.csv", &request).unwrap();
/// for bytes in ["org_code,date,sev", "erity\nplant,2020-02-29,mi", "nor\n"] {
///     stream.push(bytes.as_bytes());
/// }
/// let report = stream.finish();
/// let table = report.write(TableFormat::Csv, esep::Language::En);
/// assert!(table.contains("\nplant,,2020,1,1,0,0,0,"));
/// ```
#[derive(Debug)]
pub struct TallyStream {
    files: TallyFiles,
    name: Arc<str>,
    /// While bytes may come.
    incoming: Option<Incoming>,
}

impl TallyReport {
    /// Begins to tally a register whose bytes come one after the other. Packed ones are kept until
    /// all have come: whoever can unpack them brings what they hold.
    ///
    /// # Errors
    /// - there is no such register;
    /// - a text that is no day, no period or no kind of organization, or none where one is needed.
    pub fn stream(self, name: &str, request: &TallyRequest<'_>) -> Result<TallyStream, Refusal> {
        let name = Arc::from(name);
        let incoming = Some(Incoming::new(&name));
        Ok(TallyStream { files: self.begin(request)?, name, incoming })
    }
}

impl TallyStream {
    /// Counts the rows that end in some more bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        let Self { files, incoming, .. } = self;
        let Some(incoming) = incoming else { return };
        files.with_purpose(|purpose, findings| incoming.push(bytes, purpose, findings));
    }

    /// Counts the rows of a workbook that another module has read, instead of any bytes; whether
    /// that is what [`SheetTexts::to_bytes`] gives.
    pub fn sheets(&mut self, texts: &[u8]) -> bool {
        let Some(texts) = SheetTexts::from_bytes(&self.name, texts) else { return false };
        self.incoming = None;
        self.files.sheets(&self.name, texts);
        true
    }

    /// What was counted; bytes behind the last line end are a row, too.
    pub fn finish(self) -> TallyReport {
        let Self { mut files, incoming, .. } = self;
        if let Some(incoming) = incoming {
            files.count(|purpose, findings| incoming.finish(purpose, findings));
        }
        files.finish()
    }
}
