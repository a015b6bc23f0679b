//! What must hold on a sheet, as formulas that say in words where it does not.

use esep::{
    Breakdown, CellIndex, Expression, Form, Line, Message, Reference, RelationComparison, Rounding,
    Rule, Severity, Sign, UnitKind, Wording,
};

use super::definitions::parts;
use super::{Formulas, Needs, quoted, text_with};

/// So many more decimals than usual are looked for in a rounded figure.
const MORE_DECIMALS: i32 = 3;

/// Room for a figure of usual length.
const USUAL_FIGURE: &str = "000 000";

/// Something that must hold, beside the line that it is about.
pub(crate) struct Check {
    pub(crate) line: usize,
    /// Whether it can be asked: a formula.
    pub(crate) known: String,
    pub(crate) holds: String,
    /// What to say where it does not hold: a formula.
    pub(crate) message: String,
    /// How many letters that has at most.
    pub(crate) longest: usize,
    pub(crate) is_warning: bool,
}

/// All that can be asked of the figures of one sheet by itself. Rounded figures are given what
/// rounding leaves open; what cannot be asked without doubt is left out.
pub(crate) fn checks(formulas: &Formulas<'_>, wording: Wording) -> Vec<Check> {
    let form = formulas.form;
    if form.scale_thousand || form.missing.is_some() {
        return Vec::new();
    }
    let columns = 0..form.columns().len().max(1);
    let checker = Checker { formulas, wording };
    let mut checks = Vec::new();
    for column in columns.clone() {
        let broken = form.breakdowns().iter().filter_map(|it| checker.breakdown(it, column));
        checks.extend(broken);
    }
    for rule in form.rules() {
        let references = rule.relation.references();
        let is_in_turn = references.iter().any(|reference| reference.line.is_none());
        let lines: Vec<Option<usize>> =
            if is_in_turn { form.lines_in_turn().map(Some).collect() } else { vec![None] };
        let is_fixed = references.iter().all(|reference| reference.column.is_some());
        let columns = columns.clone().take(if is_fixed { 1 } else { usize::MAX });
        for column in columns {
            let found = lines.iter().filter_map(|line| checker.rule(rule, *line, column));
            checks.extend(found);
        }
    }
    checks
}

struct Checker<'a> {
    formulas: &'a Formulas<'a>,
    wording: Wording,
}

impl Checker<'_> {
    fn form(&self) -> &Form {
        self.formulas.form
    }

    fn breakdown(&self, breakdown: &Breakdown, column: usize) -> Option<Check> {
        let form = self.form();
        let line = form.line_position(breakdown.of.as_str())?;
        let on_form = form.lines().get(line)?;
        let whole = CellIndex { line, column };
        let parts = parts(self.formulas, &breakdown.parts, column)?;
        let lines = parts.iter().filter_map(|part| form.lines().get(part.line));
        let is_signed = lines.clone().any(Line::can_be_negative);
        if on_form.rounding != Rounding::Exact
            || lines.clone().any(|line| line.rounding != Rounding::Exact)
            || (is_signed && !breakdown.complete)
        {
            return None;
        }
        let (stated, sum) = (self.formulas.name(whole)?, self.formulas.sum(&parts)?);
        let stated = format!("N({stated})");
        let all = self.formulas.known(&Needs::figure(whole).and(&Needs::parts(parts.clone())))?;
        let (known, holds, key) = if breakdown.complete {
            (all, format!("ROUND({sum}-{stated},6)=0"), "template.parts-differ")
        } else {
            let whole = self.formulas.known(&Needs::figure(whole))?;
            let known = format!("AND({whole},{})", self.formulas.any(&parts)?);
            (known, format!("ROUND({sum}-{stated},6)<=0"), "template.parts-exceed")
        };
        let (message, longest) = self.compared(key, on_form, &sum, &stated);
        let is_warning = breakdown.severity == Some(Severity::Warning);
        let check = Check { line, known, holds, message, longest, is_warning };
        Some(self.in_column(column, check))
    }

    fn rule(&self, rule: &Rule, line: Option<usize>, column: usize) -> Option<Check> {
        let RelationComparison { left, sign, right } = &rule.relation.holds;
        let at = self.first(left, line, column).or_else(|| self.first(right, line, column))?;
        let (of_left, needs) = self.formulas.expression(left, line, column)?;
        let (of_right, others) = self.formulas.expression(right, line, column)?;
        let difference = format!("{of_left}-{of_right}");
        let mut needs = needs.and(&others);
        let slack = match (self.rounded(left), self.rounded(right)) {
            (None, None) => None,
            (Some(rounded), None) if is_cell(left) => Some((rounded, &of_left)),
            (None, Some(rounded)) if is_cell(right) => Some((rounded, &of_right)),
            _ => return None,
        };
        let slack = slack.map_or_else(|| "0".to_owned(), |(line, stated)| slack_of(line, stated));
        let difference = format!("ROUND({difference},12)");
        let mut holds = match sign {
            Sign::Equal => format!("ABS({difference})<={slack}"),
            Sign::NotEqual if slack == "0" => format!("{difference}<>0"),
            Sign::LessOrEqual => format!("{difference}<={slack}"),
            Sign::GreaterOrEqual => format!("{difference}>=-{slack}"),
            Sign::Less if slack == "0" => format!("{difference}<0"),
            Sign::Greater if slack == "0" => format!("{difference}>0"),
            Sign::NotEqual | Sign::Less | Sign::Greater => return None,
        };
        for condition in &rule.relation.conditions {
            let (asked, of_condition) = self.condition(condition, line, column)?;
            needs = needs.and(&of_condition);
            holds = format!("OR(NOT({asked}),{holds})");
        }
        let known = self.formulas.known(&needs)?;
        let on_form = self.form().lines().get(at.line)?;
        let (message, longest) = if *sign == Sign::Equal && is_cell(left) {
            self.compared("template.must-be", on_form, &of_right, &of_left)
        } else {
            let why = rule.why.as_ref().map(|why| why.in_language(self.wording.language()));
            let why = why.unwrap_or(&rule.text);
            (quoted(why), why.chars().count())
        };
        // Nothing is said of what divides by nought.
        let holds = format!("IFERROR({holds},TRUE)");
        let is_warning = rule.severity == Some(Severity::Warning);
        let check = Check { line: at.line, known, holds, message, longest, is_warning };
        let is_fixed = rule.relation.references().iter().all(|it| it.column.is_some());
        Some(if is_fixed { check } else { self.in_column(column, check) })
    }

    /// A check that says in which column of the form it is made.
    fn in_column(&self, column: usize, check: Check) -> Check {
        let Some(column) = self.form().columns().get(column) else { return check };
        let name = format!("{}: ", column.label.in_language(self.wording.language()));
        let longest = check.longest + name.chars().count();
        Check { message: format!("{}&{}", quoted(&name), check.message), longest, ..check }
    }

    /// A condition of a rule; only exact figures are asked.
    fn condition(
        &self,
        comparison: &RelationComparison,
        line: Option<usize>,
        column: usize,
    ) -> Option<(String, Needs)> {
        let RelationComparison { left, sign, right } = comparison;
        if self.rounded(left).or_else(|| self.rounded(right)).is_some() {
            return None;
        }
        let (left, needs) = self.formulas.expression(left, line, column)?;
        let (right, others) = self.formulas.expression(right, line, column)?;
        let sign = if *sign == Sign::NotEqual { "<>" } else { sign.symbol() };
        Some((format!("ROUND({left}-{right},12){sign}0"), needs.and(&others)))
    }

    /// The first cell that an expression names.
    fn first(&self, of: &Expression, line: Option<usize>, column: usize) -> Option<CellIndex> {
        let references = of.references();
        let mut cells =
            references.into_iter().filter_map(|it| self.formulas.resolve(it, line, column));
        cells.next()?.first().copied()
    }

    /// The first line of an expression whose figures are rounded.
    fn rounded(&self, expression: &Expression) -> Option<&Line> {
        let form = self.form();
        let lines = |reference: &Reference| match reference.line {
            Some(_) => form.lines_of(reference),
            None => form.lines_in_turn().collect(),
        };
        let lines = expression.references().into_iter().flat_map(lines);
        let mut lines = lines.filter_map(|line| form.lines().get(line));
        lines.find(|line| line.rounding == Rounding::Printed)
    }

    /// What was computed beside what is stated, and how far they are apart.
    fn compared(
        &self,
        key: &'static str,
        line: &Line,
        computed: &str,
        stated: &str,
    ) -> (String, usize) {
        let difference = format!("ABS({computed}-{stated})");
        let shown = |text: &str| match line.unit.kind() {
            UnitKind::Share => format!("FIXED(100*{text},{})&\"%\"", line.decimals + 2),
            UnitKind::Money => format!("FIXED({text},2)"),
            UnitKind::Count => format!("FIXED({text},{})", line.decimals),
            UnitKind::Rate | UnitKind::Number => format!("FIXED({text},{})", line.decimals + 2),
        };
        let gaps = [("computed", &*shown(computed)), ("difference", &*shown(&difference))];
        let usual = [("computed", USUAL_FIGURE), ("difference", USUAL_FIGURE)];
        let usual = usual.into_iter().fold(Message::new(key), |it, (gap, text)| it.with(gap, text));
        (text_with(self.wording, key, &gaps), self.wording.sentence(&usual).chars().count())
    }
}

fn is_cell(expression: &Expression) -> bool {
    matches!(expression, Expression::Cell(_))
}

/// What rounding leaves open in a stated figure, by how many decimals it has: a formula.
fn slack_of(line: &Line, stated: &str) -> String {
    let is_share = line.unit.kind() == UnitKind::Share;
    let least = if is_share { line.decimals.max(1) + 2 } else { line.decimals.max(0) };
    let most = least + MORE_DECIMALS;
    (least..most).rev().fold(half_of(most), |finer, decimals| {
        let is_so_fine = format!("ABS({stated}-ROUND({stated},{decimals}))<1E-12");
        format!("IF({is_so_fine},{},{finer})", half_of(decimals))
    })
}

/// Half of the last digit, and what computing with floating point adds.
fn half_of(decimals: i32) -> String {
    format!("(0.5*10^-{decimals}+1E-11)")
}
