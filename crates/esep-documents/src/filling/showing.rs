//! From what was typed and found to what is shown: compared, measured, worded.

use esep::{
    Amount, CellIndex, Content, Defined, Definition, Figure, Finding, Line, Measure, Message,
    OverTime, Rational, Shift, Stated, UnitKind, measure,
};

use super::When;
use super::state::{
    Computed, Entered, FilledCell, FillingState, FoundCell, MeasureState, ShownChange, ShownFinding,
};
use super::work::Worked;
use crate::figures;

impl Worked<'_> {
    /// All that there is to show.
    pub(super) fn state(&self) -> FillingState {
        let (filling, wording) = (self.filling, self.wording);
        let words = |when| filling.period_of(when).map(|period| wording.period(period));
        let findings: Vec<ShownFinding> =
            self.findings.iter().map(|finding| self.shown(finding)).collect();
        let (verdict, clean) = self.verdict();
        FillingState {
            period: filling.period,
            period_shown: wording.period(filling.period),
            previous_shown: words(When::Previous),
            year_ago_shown: words(When::YearAgo),
            organization: filling.organization.clone(),
            cells: filling.cells().filter_map(|index| self.cell(index, &findings)).collect(),
            measures: filling.form.measures().iter().map(|it| self.measure(it)).collect(),
            findings,
            left_out: filling.left_out.iter().map(|finding| self.shown(finding)).collect(),
            verdict,
            clean,
        }
    }

    /// Whether the figures add up, in a sentence.
    fn verdict(&self) -> (String, Option<bool>) {
        let summary = &self.summary;
        let message = match (summary.errors + summary.warnings, summary.relations_evaluated) {
            (0, 0) if self.filled.is_empty() => Message::new("filling.empty"),
            (0, 0) => Message::new("filling.too-early"),
            (0, n) if summary.relations_skipped == 0 => {
                Message::new("filling.clean").with("relations", n)
            }
            (0, n) => Message::new("filling.clean-so-far")
                .with("relations", n)
                .with("skipped", summary.relations_skipped),
            _ => Message::new("summary.unread")
                .with("errors", summary.errors)
                .with("warnings", summary.warnings),
        };
        let is_clean = summary.errors + summary.warnings == 0;
        let clean = (!is_clean || summary.relations_evaluated > 0).then_some(is_clean);
        (self.wording.sentence(&message), clean)
    }

    fn cell(&self, index: CellIndex, findings: &[ShownFinding]) -> Option<FilledCell> {
        let filling = self.filling;
        let line = filling.form.lines().get(index.line)?;
        let (id, column) = filling.ids(index)?;
        let is_asked = |when| filling.period_of(when).is_some();
        let concerns = |cell: &FoundCell| cell.line == id && cell.column == column;
        let concerned = findings.iter().enumerate();
        let concerned = concerned.filter(|(_, finding)| finding.cells.iter().any(concerns));
        let change = |when| self.change(line, index, when);
        Some(FilledCell {
            now: self.entered(line, index, When::Now),
            previous: self.entered(line, index, When::Previous),
            year_ago: is_asked(When::YearAgo).then(|| self.entered(line, index, When::YearAgo)),
            change: change(When::Previous),
            change_in_a_year: change(When::YearAgo),
            share: self.share(index),
            findings: concerned.map(|(position, _)| position).collect(),
            line: id,
            column,
        })
    }

    fn entered(&self, line: &Line, index: CellIndex, when: When) -> Entered {
        let typed = self.filling.typed.get(&(when, index));
        let filled = self.filled.get(&when);
        let proposed = filled.and_then(|filled| filled.remainders.get(&index));
        let defined = filled.and_then(|filled| filled.defined.get(&index)).or(proposed);
        let stated = filled.and_then(|filled| filled.sheet.cell(index)).filter(|_| typed.is_some());
        let shown = |stated: &Stated| {
            figures::content(&stated.content, line.unit.kind(), self.filling.language)
        };
        Entered {
            text: typed.map(|typed| typed.text.to_string()).unwrap_or_default(),
            shown: stated.and_then(shown),
            // Where what was typed cannot be read, something else than the computed is meant.
            computed: defined.filter(|_| typed.is_none()).map(|it| self.computed(line, it)),
        }
    }

    fn computed(&self, line: &Line, defined: &Defined) -> Computed {
        let form = &self.filling.form;
        let language = self.filling.language;
        let whole = |position: usize| {
            let breakdown = form.breakdowns().get(position);
            breakdown.and_then(|breakdown| form.line(breakdown.of.as_str())).unwrap_or(line)
        };
        let why = match defined.by {
            Definition::Parts(_) => Message::new("filling.parts"),
            Definition::Remainder(position) => {
                Message::new("filling.remainder").with("line", whole(position).label.clone())
            }
            Definition::Rule(position) => {
                let rule = form.rules().get(position);
                let why = rule.and_then(|rule| rule.why.clone());
                match (why, rule) {
                    (Some(why), _) => Message::new("hint.why").with("why", why),
                    (None, rule) => Message::new("filling.rule")
                        .with("rule", rule.map_or("", |rule| rule.text.as_str())),
                }
            }
        };
        Computed {
            shown: figures::figure(&defined.figure, line.unit.kind(), language),
            why: self.wording.sentence(&why),
            from: defined.from.iter().filter_map(|address| self.at(address)).collect(),
            is_proposal: matches!(defined.by, Definition::Remainder(_)),
        }
    }

    /// The figure of a cell, typed or computed.
    fn figure(&self, when: When, index: CellIndex) -> Option<Figure> {
        let stated = self.filled.get(&when)?.sheet.cell(index)?;
        match stated.content {
            Content::Figure(ref figure) => Some(figure.clone()),
            Content::Nil => Some(Figure::exact(Rational::ZERO, 0)),
            _ => None,
        }
    }

    fn change(&self, line: &Line, index: CellIndex, from: When) -> Option<ShownChange> {
        let period = self.filling.period_of(from)?;
        let is_cumulative = line.over_time == Some(OverTime::Cumulative);
        if is_cumulative && period.number() != self.filling.period.number() {
            return None;
        }
        let (before, now) = (self.figure(from, index)?, self.figure(When::Now, index)?);
        Some(self.shift(before, now, line.unit.kind()))
    }

    fn shift(&self, before: Figure, now: Figure, kind: UnitKind) -> ShownChange {
        let language = self.filling.language;
        let shift = Shift::between(before, now, kind);
        ShownChange {
            difference: figures::change(&shift.difference, kind, language),
            percent: Some(figures::percent(shift.percent.as_ref(), language))
                .filter(|percent| !percent.is_empty()),
            direction: shift.direction(),
        }
    }

    /// The share of a part in its whole.
    fn share(&self, index: CellIndex) -> Option<String> {
        let form = &self.filling.form;
        let line = form.lines().get(index.line)?;
        if !matches!(line.unit.kind(), UnitKind::Count | UnitKind::Money) || line.can_be_negative()
        {
            return None;
        }
        let mut breakdowns = form.breakdowns().iter().filter(|breakdown| breakdown.complete);
        let breakdown = breakdowns.find(|breakdown| breakdown.parts.contains(&line.id))?;
        let whole = CellIndex { line: form.line_position(breakdown.of.as_str())?, ..index };
        let (part, whole) = (self.figure(When::Now, index)?, self.figure(When::Now, whole)?);
        let ratio = part.value().checked_div(whole.value())?;
        let interval = part.interval().divided_by(whole.interval())?;
        let share = Figure::within(ratio, interval, 1);
        Some(figures::figure(&share, UnitKind::Share, self.filling.language))
    }

    fn measure(&self, of: &Measure) -> MeasureState {
        let language = self.filling.language;
        let kind = of.unit.kind();
        let figure = |when| measure(of, &self.filled.get(&when)?.sheet, &self.book);
        let shown = |figure: &Figure| figures::figure(figure, kind, language);
        let (before, now) = (figure(When::Previous), figure(When::Now));
        MeasureState {
            id: of.id.clone(),
            label: of.label.in_language(language).to_owned(),
            shown: now.as_ref().map(shown),
            previous: before.as_ref().map(shown),
            change: before.zip(now).map(|(before, now)| self.measured(before, now, of)),
            why: of.why.in_language(language).to_owned(),
        }
    }

    /// The change of a measure, with its decimals.
    fn measured(&self, before: Figure, now: Figure, of: &Measure) -> ShownChange {
        let rounded = |figure: Figure| Figure::exact(figure.value().clone(), of.decimals);
        let is_exact = |figure: &Figure| figure.interval().as_point().is_some();
        if is_exact(&before) && is_exact(&now) {
            return self.shift(rounded(before), rounded(now), of.unit.kind());
        }
        self.shift(before, now, of.unit.kind())
    }

    fn shown(&self, finding: &Finding) -> ShownFinding {
        let wording = self.wording;
        let compared = finding.comparison.as_ref();
        let amount = |amount: &Amount| amount.in_language(wording.language());
        ShownFinding {
            code: finding.code,
            severity: finding.severity,
            title: wording.title(finding.code).to_owned(),
            message: wording.sentence(&finding.message),
            hints: finding.hints.iter().map(|hint| wording.sentence(hint)).collect(),
            stated: compared.map(|it| amount(&it.stated)),
            computed: compared.map(|it| amount(&it.computed)),
            difference: compared.map(|it| wording.difference(&it.difference)),
            cells: self.cells_of(finding),
        }
    }
}
