//! Workbooks made of records.

use std::io::Write;

use super::*;

fn record(kind: u16, bytes: &[u8]) -> Vec<u8> {
    let length = u16::try_from(bytes.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), bytes].concat()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn at(row: u16, column: u16, style: u16) -> Vec<u8> {
    [row, column, style].into_iter().flat_map(u16::to_le_bytes).collect()
}

/// A compound file with a workbook of one sheet, `Ақтөбе`, and these records.
fn xls(records: &[Vec<u8>]) -> Vec<u8> {
    let bof = |kind: u16| {
        record(0x809, &[&0x600_u16.to_le_bytes()[..], &kind.to_le_bytes(), &[0; 12]].concat())
    };
    let format = [&164_u16.to_le_bytes()[..], &4_u16.to_le_bytes(), &[0], b"0.0%"].concat();
    let style = |id: u16| record(0xE0, &[&[0, 0][..], &id.to_le_bytes(), &[0; 16]].concat());
    // The second text goes on in another record, there in narrow letters.
    let text = "жалақы";
    let strings = [
        &2_u32.to_le_bytes()[..],
        &2_u32.to_le_bytes(),
        &6_u16.to_le_bytes(),
        &[1],
        &wide(text),
        &6_u16.to_le_bytes(),
        &[1],
        &wide("abc"),
    ]
    .concat();
    let name = [&6_u8.to_le_bytes()[..], &[1], &wide("Ақтөбе")].concat();
    let globals = |start: u32| {
        let sheet = [&start.to_le_bytes()[..], &[1, 0], &name].concat();
        [
            bof(5),
            record(0x41E, &format),
            style(0),
            style(164),
            style(14),
            record(0x85, &sheet),
            record(0xFC, &strings),
            record(CONTINUE, b"\0def"),
            record(0x0A, &[]),
        ]
        .concat()
    };
    let start = u32::try_from(globals(0).len()).unwrap();
    let mut data = globals(start);
    data.extend(bof(16));
    data.extend(records.concat());
    data.extend(record(0x0A, &[]));
    let mut compound = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    compound.create_stream("Workbook").unwrap().write_all(&data).unwrap();
    compound.into_inner().into_inner()
}

fn cells(bytes: &[u8]) -> Vec<String> {
    let grids = read(bytes, &"a.xls".into()).unwrap();
    let [grid] = grids.as_slice() else { panic!("one sheet") };
    assert_eq!((grid.name.as_deref(), grid.hidden), (Some("Ақтөбе"), true));
    let cells = grid.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
    let shown = cells.map(|(row, cell)| {
        let hidden = if row.hidden || cell.hidden { " hidden" } else { "" };
        let content = match &cell.content {
            Content::Number(exact) => format!(" {exact}"),
            content => format!(" {content:?}"),
        };
        format!("{} {}x{}{content}{hidden}", cell.place, cell.text, cell.width)
    });
    shown.collect()
}

#[test]
fn every_kind_of_cell_is_read() {
    let packed = |number: i32, is_hundredth: bool| {
        let packed = (number << 2) | 2 | i32::from(is_hundredth);
        packed.to_le_bytes()
    };
    let formula = |result: [u8; 8]| [&result[..], &[0; 8]].concat();
    let cell = |kind, address: Vec<u8>, value: &[u8]| record(kind, &[&address[..], value].concat());
    let several = [
        &4_u16.to_le_bytes()[..],
        &0_u16.to_le_bytes(),
        &0_u16.to_le_bytes(),
        &packed(7, false),
        &0_u16.to_le_bytes(),
        &packed(8, false),
        &1_u16.to_le_bytes(),
    ]
    .concat();
    let merged = [1_u16, 0, 0, 0, 2].into_iter().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
    let hidden_row = [&3_u16.to_le_bytes()[..], &[0; 10], &0x20_u32.to_le_bytes()].concat();
    let hidden_column = [5_u16, 5, 0, 0, 1].into_iter().flat_map(u16::to_le_bytes);
    let bytes = xls(&[
        record(0x208, &hidden_row),
        record(0x7D, &hidden_column.collect::<Vec<_>>()),
        cell(0xFD, at(0, 0, 0), &0_u32.to_le_bytes()),
        cell(0xFD, at(0, 5, 0), &1_u32.to_le_bytes()),
        cell(0x203, at(1, 0, 1), &0.144_f64.to_le_bytes()),
        cell(0x203, at(1, 1, 2), &43_965_f64.to_le_bytes()),
        cell(0x27E, at(2, 0, 0), &packed(1_093, false)),
        cell(0x27E, at(2, 1, 0), &packed(-1_250, true)),
        cell(0x06, at(3, 0, 0), &formula(15_f64.to_le_bytes())),
        cell(0x06, at(3, 1, 0), &formula([0, 0, 0, 0, 0, 0, 0xFF, 0xFF])),
        record(0x207, &[&2_u16.to_le_bytes()[..], &[0], b"ok"].concat()),
        cell(0x06, at(3, 2, 0), &formula([2, 0, 0x17, 0, 0, 0, 0xFF, 0xFF])),
        cell(0x205, at(3, 3, 0), &[0x07, 1]),
        record(0xBD, &several),
        record(0xE5, &merged),
    ]);
    assert_eq!(
        cells(&bytes),
        [
            "a.xls:Ақтөбе!A1 жалақыx3 Text",
            "a.xls:Ақтөбе!F1 abcdefx1 Text hidden",
            "a.xls:Ақтөбе!A2 14.4 %x1 0.144",
            "a.xls:Ақтөбе!B2 2020-05-14x1 Date",
            "a.xls:Ақтөбе!A3 1093x1 1093",
            "a.xls:Ақтөбе!B3 -12.5x1 -12.5",
            "a.xls:Ақтөбе!A4 15x1 15 hidden",
            "a.xls:Ақтөбе!B4 okx1 Text hidden",
            "a.xls:Ақтөбе!C4 #REF!x1 Error hidden",
            "a.xls:Ақтөбе!D4 #DIV/0!x1 Error hidden",
            "a.xls:Ақтөбе!A5 7x1 7",
            "a.xls:Ақтөбе!B5 8x1 8",
        ]
    );
}

#[test]
fn damaged_protected_and_older_workbooks_are_told() {
    let good = xls(&[]);
    let file: Arc<str> = "a.xls".into();
    let protected = [record(0x809, &[0, 6, 5, 0]), record(0x2F, &[0; 4])].concat();
    assert_eq!(workbook(&protected, &file), Err(Trouble::Encrypted));
    assert_eq!(workbook(&record(0x809, &[0, 5, 5, 0]), &file), Err(Trouble::Old));
    assert_eq!(workbook(&[], &file), Err(Trouble::Damaged));
    let lost = [record(0x809, &[0, 6, 5, 0]), record(0xFC, &[0xFF; 8])].concat();
    assert_eq!(workbook(&lost, &file), Err(Trouble::Damaged));
    for cut in (0..good.len()).step_by(97) {
        // Whatever is left, there is an answer.
        let _ = read(&good[..cut], &file).is_ok();
    }
}
