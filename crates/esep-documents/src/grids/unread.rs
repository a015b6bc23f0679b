//! Where there are no readers of workbooks, documents and pages: they are read elsewhere.

use super::Grids;
use crate::book::unknown_format;
use crate::source::File;

/// Bytes that nothing here reads.
#[expect(clippy::needless_pass_by_value, reason = "the readers of `office` take it over")]
pub(crate) fn read_grids(file: File) -> Grids {
    Grids::refused(unknown_format(&file.name))
}
