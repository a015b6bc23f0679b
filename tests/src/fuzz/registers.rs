//! Targets for registers, and for parts of a tally.

use esep::{Finding, Language, Register};
use esep_documents::{File, TableFormat, TallyReport, TallyRequest};

/// Tallies a file as each of the registers.
///
/// # Panics
/// Where neither anything is counted nor a reason given, where the part of it says otherwise, or
/// where its bytes say otherwise if they come one after the other.
pub fn tally(data: &[u8]) {
    for register in Register::all() {
        let (as_of, period, level) = (None, Some("2020-H1"), None);
        let request = TallyRequest { register: register.id, as_of, period, level };
        let files = vec![File::new("register.csv", data)];
        let Ok(mut report) = TallyReport::default().tally(files, &request) else { continue };
        let (findings, _) = report.take_findings();
        assert!(report.part().is_some() || !findings.is_empty(), "{}", register.id);
        if let Some(part) = report.part() {
            let files = vec![File::new("part.json", part.clone())];
            let merged = TallyReport::default().merge(files, None);
            let written = |report: &TallyReport| report.write(TableFormat::Text, Language::Kk);
            let is_same =
                |it: TallyReport| it.part() == Some(part) && written(&it) == written(&report);
            assert!(merged.is_ok_and(is_same), "{}", register.id);
        }
        for length in [1, 7, 64 * 1024] {
            let Ok(mut stream) = TallyReport::default().stream("register.csv", &request) else {
                continue;
            };
            data.chunks(length).for_each(|bytes| stream.push(bytes));
            let mut streamed = stream.finish();
            let (told, _) = streamed.take_findings();
            let short = |findings: &[Finding]| -> Vec<_> {
                let line = |it: &Finding| it.place.as_ref().map(|place| place.line);
                findings.iter().map(|it| (it.code, line(it), it.message.clone())).collect()
            };
            assert_eq!(streamed.part(), report.part(), "{} by {length}", register.id);
            assert_eq!(short(&told), short(&findings), "{} by {length}", register.id);
        }
    }
}

/// Reads a part of a tally.
///
/// # Panics
/// Where a part that is written again says otherwise.
pub fn tally_part(data: &[u8]) {
    let merge = |bytes: &[u8]| TallyReport::default().merge(vec![File::new("part", bytes)], None);
    let Ok(report) = merge(data) else { return };
    let part = report.part().unwrap_or_default();
    assert!(merge(part.as_bytes()).is_ok_and(|again| again.part() == Some(part)));
}
