//! A structure in little memory: who belongs to whom, where nothing about it is doubtful.

use esep::OrganizationKind;

use super::PIECE;
use super::additions::Layout;
use super::counters::Counters;
use super::text::{Head, is_long};
use crate::pieces::{Pieces, Readable, next_line};
use crate::source::{File, Source};
use crate::structure::PlainColumns;

/// The organizations of a structure, in little memory.
///
/// Each belongs to at most one other on all days, none over however many steps to itself; all codes
/// are short, and no two are the same.
#[derive(Debug)]
pub(crate) struct Organizations {
    /// Sorted by code.
    heads: Vec<Head>,
    /// The place of the one that each belongs to.
    parents: Vec<Option<u32>>,
    kinds: Vec<Option<OrganizationKind>>,
    employees: Vec<Option<u32>>,
    /// All places, those below before those above.
    upwards: Vec<u32>,
}

/// A row of the structure.
#[derive(Debug, Clone, Copy)]
struct Row {
    head: Head,
    parent: Head,
    kind: Option<OrganizationKind>,
    employees: Option<u32>,
}

impl Organizations {
    /// Reads `structure.csv`. `None` where anything about it is doubtful or more than this keeps,
    /// such as days: then it must be read as any other document.
    ///
    /// # Errors
    /// - the table cannot be read.
    pub(crate) fn read<T: Readable>(table: &T) -> Result<Option<Self>, T::Error> {
        let length = usize::try_from(table.length().min(PIECE)).unwrap_or_default();
        let mut head = vec![0; length];
        table.read(0, &mut head)?;
        let Some((columns, from)) = columns(&head) else { return Ok(None) };
        let pieces = Pieces::new(from).of_size(PIECE);
        let mut reader = Reader { columns, rows: Vec::new(), kinds: Vec::new() };
        let mut buffer = Vec::new();
        for number in 0..pieces.count(table) {
            let read = pieces.read(table, number, &mut buffer)?;
            if read.and_then(|piece| reader.read(piece.bytes)).is_none() {
                return Ok(None);
            }
        }
        Ok(Self::new(reader.rows))
    }

    /// `None` where there is none, two have the same code, one belongs to none that is there, or to
    /// itself.
    fn new(mut rows: Vec<Row>) -> Option<Self> {
        rows.sort_unstable_by_key(|row| row.head.order());
        let mut table = Counters::new(Layout::new(0, 0), rows.len());
        let mut places = vec![0; table.n_places()];
        for (row, number) in rows.iter().zip(0..) {
            *places.get_mut(table.insert(row.head)?)? = number;
        }
        let parent = |row: &Row| match row.parent {
            Head::EMPTY => Some(None),
            head => Some(Some(*places.get(table.find(head)?)?)),
        };
        let parents: Vec<Option<u32>> = rows.iter().map(parent).collect::<Option<_>>()?;
        drop((table, places));
        let mut waiting = vec![0_u32; rows.len()];
        for (row, parent) in rows.iter().zip(&parents) {
            let Some(parent) = parent.and_then(|parent| usize::try_from(parent).ok()) else {
                continue;
            };
            *waiting.get_mut(parent)? += 1;
            let above = rows.get(parent)?.kind;
            if row.kind.zip(above).is_some_and(|(own, above)| !own.may_belong_to(above)) {
                return None;
            }
        }
        let ready = waiting.iter().zip(0..).filter(|(children, _)| **children == 0);
        let mut upwards: Vec<u32> = Vec::with_capacity(rows.len());
        upwards.extend(ready.map(|(_, number)| number));
        let mut next = 0;
        while let Some(number) = upwards.get(next) {
            next += 1;
            let parent = parents.get(usize::try_from(*number).ok()?)?;
            let Some(parent) = *parent else { continue };
            let children = waiting.get_mut(usize::try_from(parent).ok()?)?;
            *children -= 1;
            if *children == 0 {
                upwards.push(parent);
            }
        }
        // Whoever is in a circle never comes up.
        (upwards.len() == rows.len() && !rows.is_empty()).then(|| Self {
            heads: rows.iter().map(|row| row.head).collect(),
            parents,
            kinds: rows.iter().map(|row| row.kind).collect(),
            employees: rows.iter().map(|row| row.employees).collect(),
            upwards,
        })
    }

    pub(super) fn heads(&self) -> &[Head] {
        &self.heads
    }

    pub(super) fn kinds(&self) -> &[Option<OrganizationKind>] {
        &self.kinds
    }

    /// Adds to numbers of each organization, so many of them, those of all below it. `None` where a
    /// sum is too large.
    pub(super) fn add_up<N: Copy>(
        &self,
        numbers: &mut [N],
        width: usize,
        add: impl Fn(N, N) -> Option<N>,
    ) -> Option<()> {
        for (child, parent) in self.steps() {
            for at in 0..width {
                let own = *numbers.get(child * width + at)?;
                let sum = numbers.get_mut(parent * width + at)?;
                *sum = add(*sum, own)?;
            }
        }
        Some(())
    }

    /// The employees of each: those of the organizations right below, where any of these states
    /// some, and otherwise its own.
    pub(super) fn employees(&self) -> Vec<Option<u64>> {
        // First what stands below, then what is known.
        let mut known: Vec<Option<u64>> = vec![None; self.employees.len()];
        for number in &self.upwards {
            let Ok(number) = usize::try_from(*number) else { continue };
            let own = self.employees.get(number).copied().flatten().map(u64::from);
            let Some(employees) = known.get_mut(number) else { continue };
            *employees = employees.or(own);
            let Some(more) = *employees else { continue };
            if let Some(sum) = self.parent(number).and_then(|parent| known.get_mut(parent)) {
                *sum = Some(sum.unwrap_or_default().saturating_add(more));
            }
        }
        known
    }

    /// Those that others belong to; more than once where there are several.
    pub(super) fn above_others(&self) -> impl Iterator<Item = Head> {
        self.steps().filter_map(|(_, above)| self.heads.get(above).copied())
    }

    /// Each organization that belongs to another and that one, those below before those above.
    fn steps(&self) -> impl Iterator<Item = (usize, usize)> {
        let numbers = self.upwards.iter().filter_map(|number| usize::try_from(*number).ok());
        numbers.filter_map(|number| Some((number, self.parent(number)?)))
    }

    fn parent(&self, number: usize) -> Option<usize> {
        usize::try_from((*self.parents.get(number)?)?).ok()
    }
}

/// Reads rows.
struct Reader {
    columns: PlainColumns,
    rows: Vec<Row>,
    /// Kinds as they are written, each read once.
    kinds: Vec<(Vec<u8>, OrganizationKind)>,
}

/// So many ways of writing kinds are usual.
const MOST_KINDS: usize = 64;

impl Reader {
    /// Reads whole lines. `None` where one of them is doubtful.
    fn read(&mut self, mut bytes: &[u8]) -> Option<()> {
        while !bytes.is_empty() {
            let line = next_line(&mut bytes);
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if !line.is_empty() {
                let row = self.row(line)?;
                self.rows.push(row);
            }
        }
        Some(())
    }

    fn row(&mut self, line: &[u8]) -> Option<Row> {
        if !line.is_ascii() && std::str::from_utf8(line).is_err() {
            return None;
        }
        let mut row = Row { head: Head::EMPTY, parent: Head::EMPTY, kind: None, employees: None };
        let PlainColumns { width, separator, code, parent, kind, employees, .. } = self.columns;
        let mut n_fields = 0;
        for (number, field) in line.split(|byte| *byte == separator).enumerate() {
            n_fields += 1;
            if number == code || number == parent {
                if is_long(field.len()) || !is_plain(field) {
                    return None;
                }
                let head = Head::of(field, 0, field.len());
                *(if number == code { &mut row.head } else { &mut row.parent }) = head;
            } else if field.contains(&b'"') || field.contains(&b'\r') {
                return None;
            } else if Some(number) == kind && !field.is_empty() {
                row.kind = Some(self.kind(field)?);
            } else if Some(number) == employees && !field.is_empty() {
                let text = std::str::from_utf8(field).ok()?;
                row.employees = Some(text.parse().ok().filter(|_| !text.starts_with('+'))?);
            } else if !field.is_empty() && self.columns.must_be_blank.contains(&number) {
                return None;
            }
        }
        (n_fields == width && row.head != Head::EMPTY).then_some(row)
    }

    fn kind(&mut self, field: &[u8]) -> Option<OrganizationKind> {
        if let Some((_, kind)) = self.kinds.iter().find(|(written, _)| written == field) {
            return Some(*kind);
        }
        let kind = OrganizationKind::parse(std::str::from_utf8(field).ok()?)?;
        if kind.is_beside_the_tree() || self.kinds.len() >= MOST_KINDS {
            return None;
        }
        self.kinds.push((field.to_vec(), kind));
        Some(kind)
    }
}

/// Whether a code, or none, is written as it is wherever it is written.
fn is_plain(code: &[u8]) -> bool {
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_./:".contains(byte);
    code.first().is_none_or(u8::is_ascii_alphanumeric) && code.iter().all(is_plain)
}

/// Which columns the first bytes of a structure tell of, and where its rows begin.
fn columns(head: &[u8]) -> Option<(PlainColumns, u64)> {
    let end = memchr::memrchr(b'\n', head).map_or(head.len(), |end| end + 1);
    let lines = head.get(..end)?;
    let (source, findings) = Source::decode(File::new("structure.csv", lines));
    // But for a byte order mark, the text is what stands in the file.
    let source = source.filter(|it| findings.is_empty() && lines.ends_with(it.text.as_bytes()))?;
    let (columns, rest) = PlainColumns::of(&source)?;
    Some((columns, u64::try_from(lines.len() - rest).ok()?))
}
