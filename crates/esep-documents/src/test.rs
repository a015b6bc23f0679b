//! How tests show what was read.

use std::sync::Arc;

use esep::{Argument, Entry, Finding, Form, Forms, Language, Message, Notation, Place, Written};

use crate::source::{File, Source};
use crate::tree::{Node, Value};

/// A source that is known to be text.
pub(crate) fn parsed(name: &str, text: &str) -> Source {
    Source::decode(File::new(name, text)).0.unwrap()
}

/// Two forms: `choir`, and `flow` with the columns `start` and `end`.
pub(crate) fn forms() -> Forms {
    let texts = [
        form("choir", false, &["singers", "singers.alto", "singers.bass", "concerts"]),
        form("flow", true, &["members", "members.women", "guests", "concerts"]),
    ];
    let mut forms = Forms::default();
    for text in texts {
        let (form, findings) = Form::read(&"form.toml".into(), &text);
        assert_eq!(shown(&findings), Vec::<String>::new());
        assert_eq!(forms.add(form.unwrap()), None);
    }
    forms
}

fn form(id: &str, has_columns: bool, lines: &[&str]) -> String {
    let label = |id: &str| {
        let (first, rest) = id.split_at(1);
        let label = format!("{}{rest}", first.to_uppercase());
        format!("{{ kk = \"{label}\", ru = \"{label}\", en = \"{label}\" }}")
    };
    let columns = ["start", "end"].into_iter().filter(|_| has_columns);
    let columns = columns.map(|id| format!("[[column]]\nid = \"{id}\"\nlabel = {}\n", label(id)));
    let lines = lines
        .iter()
        .map(|id| format!("[[line]]\nid = \"{id}\"\nunit = \"persons\"\nlabel = {}\n", label(id)));
    let head = format!("id = \"{id}\"\ntitle = {}\n", label(id));
    std::iter::once(head).chain(columns).chain(lines).collect()
}

/// Findings as `place code message | hint`.
pub(crate) fn shown(findings: &[Finding]) -> Vec<String> {
    let show = |finding: &Finding| {
        let place = finding.place.as_ref().map_or(String::new(), |place| format!("{place} "));
        let sentences: Vec<_> =
            std::iter::once(&finding.message).chain(&finding.hints).map(message).collect();
        format!("{place}{} {}", finding.code, sentences.join(" | "))
    };
    findings.iter().map(show).collect()
}

/// Entries as `organization period form line[column] = value@line:column+length`, texts that
/// people write in quotes, the note after a `#`.
pub(crate) fn listed(entries: &[Entry]) -> Vec<String> {
    let show = |entry: &Entry| {
        let text = |written: &Option<Arc<Written>>| {
            written.as_ref().map_or("-".to_owned(), |written| written.text.to_string())
        };
        let column =
            entry.column.as_ref().map_or(String::new(), |column| format!("[{}]", column.text));
        let note = entry.note.as_ref().map_or(String::new(), |note| format!(" # {}", note.text));
        let place = &entry.value.place;
        let value = match entry.notation {
            Notation::Human => format!("{:?}", entry.value.text),
            Notation::Machine => entry.value.text.to_string(),
        };
        format!(
            "{} {} {} {}{column} = {value}@{}:{}+{}{note}",
            text(&entry.organization),
            text(&entry.period),
            text(&entry.form),
            entry.line.text,
            place.line,
            place.column,
            place.length,
        )
    };
    entries.iter().map(show).collect()
}

/// The children of a table, one value a line: `key@line:column value@line:column+length`.
pub(crate) fn outlined(root: &Node) -> Vec<String> {
    let mut lines = Vec::new();
    let Value::Table(children) = &root.value else { panic!("{root:?}") };
    for (key, child) in children {
        outline(
            &format!("{}@{}:{} ", key.text, key.place.line, key.place.column),
            child,
            &mut lines,
        );
    }
    lines
}

fn outline(key: &str, node: &Node, lines: &mut Vec<String>) {
    let Place { line, column, length, .. } = node.place;
    match &node.value {
        Value::Table(_) => {
            lines.push(format!("{key}{{"));
            lines.extend(outlined(node));
            lines.push("}".into());
        }
        Value::List(nodes) => {
            lines.push(format!("{key}["));
            for node in nodes {
                outline("", node, lines);
            }
            lines.push("]".into());
        }
        Value::Text(text) | Value::Number(text) => {
            lines.push(format!("{key}{text}@{line}:{column}+{length}"));
        }
        Value::Null => lines.push(format!("{key}null@{line}:{column}+{length}")),
        Value::Other(text) => lines.push(format!("{key}?{text}@{line}:{column}+{length}")),
    }
}

fn message(message: &Message) -> String {
    let arguments =
        message.arguments.iter().map(|(name, argument)| format!(" {name}={}", show(argument)));
    std::iter::once(message.key.to_owned()).chain(arguments).collect()
}

fn show(argument: &Argument) -> String {
    match argument {
        Argument::Literal(text) => text.clone(),
        Argument::Label(label) => label.in_language(Language::En).to_owned(),
        Argument::Count(count) => count.to_string(),
        Argument::List(list) => list.iter().map(show).collect::<Vec<_>>().join("+"),
        other => format!("{other:?}"),
    }
}
