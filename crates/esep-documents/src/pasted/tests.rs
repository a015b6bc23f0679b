//! What separates cells, and where they stand.

use super::*;

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let pasted = read_pasted(&Source { name: "pasted".into(), text: text.to_owned() });
    let rows: Vec<String> = pasted
        .rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| &*cell.text).collect::<Vec<_>>().join("¦"))
        .collect();
    assert_eq!(rows, expected, "{text}");
    let lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
    for cell in pasted.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.text.is_empty()) {
        let line = &lines[usize::try_from(cell.place.line).unwrap() - 1];
        let start = usize::try_from(cell.place.column).unwrap() - 1;
        let first = cell.text.chars().next();
        assert!(line[start..].iter().take(3).any(|letter| Some(*letter) == first), "{cell:?}");
    }
}

#[test]
fn tabs_semicolons_bars_commas_and_spaces() {
    check("\t2019\t2020\nвсего\t1 200\t1 300\n", &["¦2019¦2020", "всего¦1 200¦1 300"]);
    check("a;1,5;2\nb;;3\n", &["a¦1,5¦2", "b¦¦3"]);
    check("| a | b |\n|---|--:|\n| x\\|y | 2 |\n", &["a¦b", "x|y¦2"]);
    check("name,2019,2020\nAktobe,1200,1300\n", &["name¦2019¦2020", "Aktobe¦1200¦1300"]);
    check("Aktobe,\"1,200\"\nAtyrau,\"900\"\n", &["Aktobe¦1,200", "Atyrau¦900"]);
    check("total      100   50\n  women     60   30\n", &["total¦100¦50", "women¦60¦30"]);
}

#[test]
fn a_comma_within_figures_separates_nothing() {
    check("Всего 61,307\nдошкольное 17,270\n", &["Всего 61,307", "дошкольное 17,270"]);
    check("Women, all 61\nMen, all 17\n", &["Women, all 61", "Men, all 17"]);
}

#[test]
fn a_blank_between_aligned_cells_stays_blank() {
    let text = "branch      2019   2020\npreschool    100     90\nother                10\n";
    check(text, &["branch¦2019¦2020", "preschool¦100¦90", "other¦¦10"]);
}

#[test]
fn what_is_longer_than_is_read_is_cut_and_said_to_be() {
    let text = "a 1\n".repeat(Pasted::MOST_ROWS + 5);
    let pasted = read_pasted(&Source { name: "pasted".into(), text });
    assert_eq!((pasted.rows.len(), pasted.is_cut), (Pasted::MOST_ROWS, true));
    let text = "1\t".repeat(Pasted::MOST_COLUMNS + 5);
    assert!(read_pasted(&Source { name: "pasted".into(), text }).is_cut);
}
