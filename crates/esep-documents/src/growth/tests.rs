//! Growth of pasted tables, as it is written.

use super::*;
use crate::pasted::read_pasted;
use crate::source::Source;

#[track_caller]
fn check(before: &str, after: &str, format: GrowthFormat, expected: &str) {
    let [before, after] = [before, after]
        .map(|text| read_pasted(&Source { name: "pasted".into(), text: text.to_owned() }));
    let growth = esep::growth(&before, &after).unwrap();
    assert_eq!(write_growth(&growth, Language::En, format), expected);
}

#[test]
fn losses_behind_a_gain_are_told() {
    let table = "Ұйым\t2019\t2020\nАқмола\t516\t600\nАтырау\t636\t1000\nЖамбыл\t9000\t8900\n\
        Шымкент\t863\t947\nБарлығы\t11015\t11547\n";
    let expected = "\
rank  name      2019   2020  change       %  by %
   1  Атырау     636  1,000    +364  +57.2%     1
   2  Ақмола     516    600     +84  +16.3%     2
   2  Шымкент    863    947     +84   +9.7%     3
   4  Жамбыл   9,000  8,900    −100   −1.1%     4

3 gained: +532; one lost: −100
the growth of +432 hides losses: +532 was gained and −100 lost, by `Жамбыл`
the stated growth of +532 counts only those that gained; in all it is +432
`2019` is taken for the figures before, `2020` for those after
";
    check("", table, GrowthFormat::Text, expected);
}

#[test]
fn names_are_matched_where_that_leaves_no_doubt() {
    let before = "Акмолинская обл. 100\nг. Шымкент 50\nЖетысу 7\nУлытау 3\n";
    let after = "АКМОЛИНСКАЯ ОБЛАСТЬ 110\nШымкент 50\nЖетісу 9\nАбай 4\n";
    let expected = "\
rank,name,from,to,change,percent,rank_by_percent
1,АКМОЛИНСКАЯ ОБЛАСТЬ,100,110,10,10.0,1
2,Шымкент,50,50,0,0.0,2
";
    check(before, after, GrowthFormat::Csv, expected);
    let expected = "\
| rank | name | before | after | change | % | by % |
| ---: | --- | ---: | ---: | ---: | ---: | ---: |
| 1 | АКМОЛИНСКАЯ ОБЛАСТЬ | 100 | 110 | +10 | +10.0% | 1 |
| 2 | Шымкент | 50 | 50 | 0 | 0.0% | 2 |

- one gained: +10; 0 lost: 0
- one unchanged
- `Жетысу` stands in the first table only, so it is not compared
- did you mean `Жетісу`?
- `Улытау` stands in the first table only, so it is not compared
- `Жетісу` stands in the second table only, so it is not compared
- did you mean `Жетысу`?
- `Абай` stands in the second table only, so it is not compared
- `Акмолинская обл` and `АКМОЛИНСКАЯ ОБЛАСТЬ` are taken for the same
- `г. Шымкент` and `Шымкент` are taken for the same
";
    check(before, after, GrowthFormat::Markdown, expected);
}

#[test]
fn a_stated_change_that_the_figures_do_not_give_is_told() {
    let table = "name;2023;2024;change\nA;100;120;20\nB;50;40;10\nC;5;;\n";
    let expected = "\
rank  name  2023  2024  change       %  by %
   1  A      100   120     +20  +20.0%     1
   2  B       50    40     −10  −20.0%     2

one gained: +20; one lost: −10
the growth of +10 hides losses: +20 was gained and −10 lost, by `B`
`change` is stated as 10, but the two periods give −10 (difference 20)
`C` is not compared, for a figure is blank
`2023` is taken for the figures before, `2024` for those after
";
    check("", table, GrowthFormat::Text, expected);
}

#[test]
fn a_page_has_the_table_and_what_is_to_be_said() {
    let format = GrowthFormat::Html(HtmlExtent::Document);
    let [before, after] = ["A 100\nB 50\n", "A 120\nB 40\n"]
        .map(|text| read_pasted(&Source { name: "pasted".into(), text: text.to_owned() }));
    let growth = esep::growth(&before, &after).unwrap();
    let page = write_growth(&growth, Language::En, format);
    assert!(page.starts_with("<!DOCTYPE html>"), "{page}");
    assert!(page.contains("<td class=\"number\">+20</td>"), "{page}");
    assert!(page.contains("one gained: +20; one lost: −10"), "{page}");
    let bars: Vec<_> = growth_bars(&growth)
        .iter()
        .map(|bar| [bar.start.to_string(), bar.length.to_string()])
        .collect();
    assert_eq!(bars, [["3333/100", "6667/100"], ["0", "3333/100"]]);
}
