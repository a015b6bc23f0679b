//! Tables of HTML, with headings for rows and columns; one that is too wide scrolls by itself, with
//! the keyboard too.

use super::{ColumnKind, Table};
use crate::html::escaped;

pub(super) fn write(table: &Table) -> String {
    let mut html = String::from("<div class=\"scroll\" tabindex=\"0\">\n<table>\n");
    if let Some(title) = &table.title {
        html.extend(["<caption>", &crate::html::sentence(title), "</caption>\n"]);
    }
    html.push_str("<thead>\n<tr>");
    for column in &table.columns {
        let class = class(column.kind);
        html.extend(["<th scope=\"col\"", class, ">", &escaped(&column.heading), "</th>"]);
    }
    html.push_str("</tr>\n</thead>\n<tbody>\n");
    for row in &table.rows {
        html.push_str("<tr>");
        for (position, (cell, column)) in row.iter().zip(&table.columns).enumerate() {
            let (begin, end) = match position {
                0 => ("<th scope=\"row\"", "</th>"),
                _ => ("<td", "</td>"),
            };
            html.extend([begin, class(column.kind), ">", &escaped(cell), end]);
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n</div>\n");
    html
}

fn class(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Text => "",
        ColumnKind::Number => " class=\"number\"",
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn rows_and_columns_have_headings() {
        let expected = "\
<div class=\"scroll\" tabindex=\"0\">
<table>
<caption>members &lt;2020&gt;</caption>
<thead>
<tr><th scope=\"col\">organization</th><th scope=\"col\" class=\"number\">members</th><th scope=\"col\">note, if any</th></tr>
</thead>
<tbody>
<tr><th scope=\"row\">Ұстаз</th><td class=\"number\">12\u{a0}200</td><td>joined | in 2020</td></tr>
<tr><th scope=\"row\">ақмола</th><td class=\"number\"></td><td>&quot;new&quot; line</td></tr>
<tr><th scope=\"row\">x</th><td class=\"number\"></td><td></td></tr>
</tbody>
</table>
</div>
";
        assert_eq!(sample().with_title("members <2020>").to_html(), expected);
    }
}
