//! What is said of a pasted table: how it was understood, and the verdict.

use super::layout::Series;
use super::ratios::{Ratio, RatioKind};
use super::statement::Statement;
use super::sums::{Basis, Claim};
use super::{AddUpRelation, AddUpVerdict, RelationVerdict};
use crate::figure::{Amount, Figure, Rational};
use crate::finding::{Argument, Family, Finding, Message};
use crate::sheet::{CellIndex, Sheet};

pub(super) fn tell_claim(claim: &Claim, series: &[Series]) -> Option<Message> {
    let label = |at: usize| series.get(at).map(|series| Argument::Label(series.label.clone()));
    let parts: Vec<Argument> = claim.parts.iter().filter_map(|part| label(*part)).collect();
    let key = match (claim.is_complete, claim.basis) {
        (true, Basis::Label) => "add-up.reading.total",
        (true, Basis::Order) => "add-up.reading.parts",
        (true, Basis::Arithmetic) => "add-up.reading.arithmetic",
        (false, _) => "add-up.reading.some-parts",
    };
    Some(Message::new(key).with("line", label(claim.whole)?).with("parts", parts))
}

pub(super) fn tell_ratio(ratio: &Ratio, series: &[Series], across: &[Series]) -> Message {
    let label = |at: usize| {
        series
            .get(at)
            .map_or_else(|| Argument::from(""), |series| Argument::Label(series.label.clone()))
    };
    let message = |key, first, second: Argument| {
        Message::new(key)
            .with("line", label(ratio.of))
            .with("first", label(first))
            .with("second", second)
    };
    match ratio.kind {
        RatioKind::Difference { before, after } => {
            message("add-up.reading.difference", after, label(before))
        }
        RatioKind::PercentChange { before, after } => {
            message("add-up.reading.percent-change", after, label(before))
        }
        RatioKind::Share { part, whole } => message("add-up.reading.share", part, label(whole)),
        RatioKind::OfTotal { part, total } => {
            let total = across
                .get(total)
                .map_or_else(|| Argument::from(""), |series| Argument::Label(series.label.clone()));
            message("add-up.reading.share-of-total", part, total)
        }
        RatioKind::Unknown => {
            Message::new("add-up.reading.unknown-share").with("line", label(ratio.of))
        }
    }
}

pub(super) fn verdict(
    relations: &[AddUpRelation],
    findings: &[Finding],
    statement: &Statement,
) -> (AddUpVerdict, Message, Vec<Message>) {
    let count = |verdict| relations.iter().filter(|relation| relation.verdict == verdict).count();
    let (holds, fails) = (count(RelationVerdict::Holds), count(RelationVerdict::Fails));
    let unknown = count(RelationVerdict::Unknown);
    let is_rounded = |relation: &&AddUpRelation| {
        relation.sentence.key.ends_with("-rounded") || relation.sentence.key.ends_with(".rounded")
    };
    let rounded = relations.iter().filter(is_rounded).count();
    let unread = findings.iter().any(|finding| finding.code.family() == Family::Input);
    let mut hints = Vec::new();
    if fails > 0 {
        let only = relations.iter().find(|relation| relation.verdict == RelationVerdict::Fails);
        let sentence = match only {
            Some(only) if fails == 1 => {
                Message::new("add-up.fails.one").with("sentence", only.sentence.clone())
            }
            _ => Message::new("add-up.fails").with("fails", fails).with("all", holds + fails),
        };
        return (AddUpVerdict::DoesNotAddUp, sentence, hints);
    }
    // Rounded figures may fit one by one and yet not all together.
    let is_contradiction =
        |finding: &&Finding| finding.code.family() != Family::Input && !finding.cells.is_empty();
    if let Some(finding) = findings.iter().find(is_contradiction) {
        let sentence = Message::new("add-up.fails.one").with("sentence", finding.message.clone());
        return (AddUpVerdict::DoesNotAddUp, sentence, hints);
    }
    if holds > 0 && !unread {
        let only = relations.iter().find(|relation| relation.verdict == RelationVerdict::Holds);
        let sentence = match only {
            Some(only) if holds == 1 => {
                Message::new("add-up.holds.one").with("sentence", only.sentence.clone())
            }
            _ if rounded > 0 => {
                Message::new("add-up.holds.rounded").with("holds", holds).with("rounded", rounded)
            }
            _ => Message::new("add-up.holds").with("holds", holds),
        };
        return (AddUpVerdict::AddsUp, sentence, hints);
    }
    let figures = statement.sheet.figures().count();
    let key = match figures {
        0 => "add-up.cannot-tell.no-figures",
        1 => "add-up.cannot-tell.one-figure",
        _ if unread => "add-up.cannot-tell.unread",
        _ if unknown > 0 => "add-up.cannot-tell.uncertain",
        _ => "add-up.cannot-tell",
    };
    if figures > 1 && !unread {
        hints.extend(if_total(&statement.sheet));
        hints.push(Message::new("hint.name-total"));
        hints.push(Message::new("hint.name-share"));
    } else if figures < 2 {
        hints.push(Message::new("hint.paste-table"));
    }
    (AddUpVerdict::CannotTell, Message::new(key), hints)
}

/// What the largest figure of a list would lack or have too much if it were the total of the
/// others: where it stands first or last, and is not far from their sum.
fn if_total(sheet: &Sheet) -> Option<Message> {
    let figures: Vec<(CellIndex, &Figure)> = sheet.figures().collect();
    let is_list = |of: fn(&CellIndex) -> usize| {
        figures.windows(2).all(|pair| match pair {
            [(a, _), (b, _)] => of(a) == of(b),
            _ => true,
        })
    };
    let (first, last) = (figures.first()?.1.value(), figures.last()?.1.value());
    let total = if first >= last { first } else { last };
    let all = figures.iter().fold(Rational::ZERO, |sum, (_, figure)| &sum + figure.value());
    let others = &all - total;
    let difference = total - &others;
    let far = |of: &Rational| difference.abs() * Rational::from(FARTHEST) > of.abs();
    let is_largest = figures.iter().all(|(_, figure)| figure.value() <= total);
    let is_list = is_list(|index| index.line) || is_list(|index| index.column);
    if figures.len() < 3 || !is_list || !is_largest || far(total) {
        return None;
    }
    let form = sheet.form();
    let kind = form.lines().get(figures.first()?.0.line)?.unit.kind();
    let decimals = figures.iter().map(|(_, figure)| figure.decimals()).max()?;
    let amount = |number: &Rational| Amount::new(number.clone(), decimals, kind);
    let message = Message::new("hint.if-total").with("total", amount(total));
    Some(message.with("sum", amount(&others)).with("difference", amount(&difference)))
}

/// A figure is farther from the sum of the others than to be their total where the difference is
/// more than one such part of it.
const FARTHEST: i64 = 5;
