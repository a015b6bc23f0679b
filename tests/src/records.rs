//! Laws of the typed records: what each of them keeps, whatever its figures are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use esep::{
    Book, CellIndex, Content, Count, Digital, Employment, Figure, Form, Forms, Gap, GapReason,
    Injuries, International, LegalService, LineRole, Membership, MembershipChange, Movement,
    Partnership, Period, Place, Rational, Record, RecordError, Rollup, Sheet, Sheets, Stated,
    Structure, StructureRow, Training, UnionBodies, UnitKind, Written, check, records_of, rollup,
};
use esep_documents::{File, Request, read_documents};
use proptest::prelude::*;

use crate::tree;

/// Forms of which there is no record, each with the reason.
const WITHOUT_RECORD: [(&str, &str); 1] =
    [("primary-annual", "it asks for membership once more, in columns")];

/// A record that can be right: what a form holds of its lines, and no method computes, is settled.
trait Settled: Record {
    fn settle(&mut self) {}
}

impl Settled for Membership {
    fn settle(&mut self) {
        let gross = self.gross().unwrap();
        self.women = self.women.map(|women| women.min(gross));
        self.youth = self.youth.map(|youth| youth.min(gross));
        self.employees = self.employees.map(|others| plus(others, self.net()));
    }
}

impl Settled for LegalService {
    fn settle(&mut self) {
        self.inspectors = self.inspectors.min(self.staff);
        self.proposals_answered = self.proposals_answered.min(self.proposals);
        self.reinstated_by_court = self.reinstated_by_court.min(self.reinstated);
        self.economic_effect = self.economic_effect.checked_add(self.money_returned).unwrap();
    }
}

impl Settled for Training {
    fn settle(&mut self) {
        self.international_seminars = self.international_seminars.min(self.seminars);
    }
}

impl Settled for Partnership {
    fn settle(&mut self) {
        self.organizations = self.organizations.map(|rest| plus(rest, self.organizations_covered));
        self.employees = self.employees.map(|rest| plus(rest, self.workers_covered));
    }
}

impl Settled for Digital {}
impl Settled for Employment {}
impl Settled for Injuries {}
impl Settled for International {}
impl Settled for MembershipChange {}
impl Settled for Movement {}
impl Settled for UnionBodies {}

fn plus(a: Count, b: Count) -> Count {
    a.checked_add(b).unwrap()
}

/// Numbers for the lines of a record, in their order; none where the line may be unknown.
type Numbers = Vec<Option<u32>>;

fn numbers() -> impl Strategy<Value = Numbers> {
    let number = prop_oneof![1 => Just(0), 4 => 0..1_000_000_u32];
    prop::collection::vec(prop::option::weighted(0.9, number), 60)
}

/// States a law for every kind of record: `law!(name, function, number of records)`.
macro_rules! law {
    ($name:ident, $law:ident, $($record:ident),+) => {
        proptest! {
            #[test]
            fn $name($($record in numbers()),+) {
                $law::<Digital>($(&$record),+)?;
                $law::<Employment>($(&$record),+)?;
                $law::<Injuries>($(&$record),+)?;
                $law::<International>($(&$record),+)?;
                $law::<LegalService>($(&$record),+)?;
                $law::<Membership>($(&$record),+)?;
                $law::<MembershipChange>($(&$record),+)?;
                $law::<Movement>($(&$record),+)?;
                $law::<Partnership>($(&$record),+)?;
                $law::<Training>($(&$record),+)?;
                $law::<UnionBodies>($(&$record),+)?;
            }
        }
    };
}

law!(merging_in_any_order_gives_the_same_and_empty_changes_nothing, commutative_monoid, a, b, c);
law!(a_record_is_read_again_from_its_sheet, read_again, a);
law!(the_sheet_of_a_record_has_no_finding, without_finding, a);
law!(the_sheet_of_merged_records_is_the_roll_up_of_their_sheets, merged_as_rolled_up, a, b);

fn commutative_monoid<R: Settled>(a: &Numbers, b: &Numbers, c: &Numbers) -> Outcome {
    let (a, b, c) = (record::<R>(a), record::<R>(b), record::<R>(c));
    let merge = |a: &R, b: &R| a.checked_merge(b).unwrap();
    prop_assert!(merge(&a, &b) == merge(&b, &a));
    prop_assert!(merge(&merge(&a, &b), &c) == merge(&a, &merge(&b, &c)));
    prop_assert!(merge(&a, &R::EMPTY) == a && merge(&R::EMPTY, &a) == a);
    prop_assert!(R::checked_sum([a, b, c]) == Some(merge(&a, &merge(&b, &c))));
    prop_assert!(R::checked_sum([]) == Some(R::EMPTY));
    Ok(())
}

fn read_again<R: Settled>(a: &Numbers) -> Outcome {
    let record = record::<R>(a);
    prop_assert!(R::from_sheet(&sheet(&record, "a")) == Ok(record));
    Ok(())
}

fn without_finding<R: Settled>(a: &Numbers) -> Outcome {
    let sheets = Sheets::from_iter([sheet(&record::<R>(a), "a")]);
    let book = Book { forms: Forms::built_in(), sheets, ..Book::default() };
    prop_assert_eq!(check(&book).findings, []);
    Ok(())
}

/// Where both know a line they say the same; where one of the records does not know a line, the
/// roll-up gives a bound at most.
fn merged_as_rolled_up<R: Settled>(a: &Numbers, b: &Numbers) -> Outcome {
    let (a, b) = (record::<R>(a), record::<R>(b));
    let row = |code: &str, parent: Option<&str>| {
        let written = |text: &str| Written::new(text, Place::whole(&"structure.csv".into()));
        let mut row = StructureRow::new(written(code));
        row.parent = parent.map(written);
        row
    };
    let (structure, findings) =
        Structure::build(&[row("union", None), row("a", Some("union")), row("b", Some("union"))]);
    prop_assert_eq!(findings, []);
    let sheets = Sheets::from_iter([sheet(&a, "a"), sheet(&b, "b")]);
    let book = Book { structure, forms: Forms::built_in(), sheets, ..Book::default() };
    let rolled = rollup(&book, &form::<R>(), period()).sheets;
    let merged = sheet(&a.checked_merge(&b).unwrap(), "union");
    for (line, position) in form::<R>().lines().iter().zip(0..) {
        let index = CellIndex { line: position, column: 0 };
        let (rolled, merged) = (rolled["union"].figure(index), merged.figure(index));
        let exactly = |figure: Option<&Figure>| figure.map(Figure::interval).cloned();
        match (line.rollup, rolled, merged) {
            (Rollup::Sum, Some(rolled), None) => {
                prop_assert_eq!(rolled.interval().as_point(), None, "{}", line.id);
            }
            // The change needs the sheets of the year before.
            (Rollup::Formula, None, _) if line.id.as_str().starts_with("change") => {}
            // A bound of the base makes a bound of the measure.
            (Rollup::Formula, Some(_), None) => {}
            (Rollup::Sum | Rollup::Formula, rolled, merged) => {
                prop_assert_eq!(exactly(rolled), exactly(merged), "{}", line.id);
            }
            (Rollup::None, rolled, _) => prop_assert_eq!(rolled, None),
        }
    }
    Ok(())
}

type Outcome = Result<(), TestCaseError>;

/// A measure of a form: its id, and what the record of the form, or two a period apart, give.
type Computed<R> = (&'static str, fn(&R, &R) -> Option<Rational>);

/// What each measure of the form gives on the sheets of two records, a year apart, is what the
/// method gives.
fn measured<R: Settled>(before: &Numbers, now: &Numbers, methods: &[Computed<R>]) -> Outcome {
    let form = form::<R>();
    let named: Vec<&str> = form.measures().iter().map(|measure| measure.id.as_str()).collect();
    let tested: Vec<&str> = methods.iter().map(|(id, _)| *id).collect();
    prop_assert_eq!(named, tested);
    let (before, now) = (record::<R>(before), record::<R>(now));
    let year_before = period().previous().unwrap();
    let earlier = before.to_sheet(&form, "a".into(), year_before).unwrap();
    let book = Book { sheets: Sheets::from_iter([earlier]), ..Book::default() };
    let sheet = sheet(&now, "a");
    for (measure, (_, method)) in form.measures().iter().zip(methods) {
        let computed = esep::measure(measure, &sheet, &book).map(|figure| figure.value().clone());
        prop_assert_eq!(computed, method(&before, &now), "{}", measure.id);
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_measure_is_computed_as_the_method_of_the_record(a in numbers(), b in numbers()) {
        measured::<LegalService>(&a, &b, &[
            ("violations-per-organization-inspected", |_, now| {
                now.violations_per_organization_inspected()
            }),
            ("violations-per-inspector", |_, now| now.violations_per_inspector()),
            ("organizations-inspected-per-inspector", |_, now| {
                now.organizations_inspected_per_inspector()
            }),
            ("share-of-proposals-answered", |_, now| {
                now.share_of_proposals_answered().map(esep::Share::ratio)
            }),
            ("share-reinstated-by-court", |_, now| {
                now.share_reinstated_by_court().map(esep::Share::ratio)
            }),
            ("share-of-effect-returned", |_, now| now.share_of_effect_returned()),
            ("money-returned-per-inspector", |_, now| now.money_returned_per_inspector()),
            ("economic-effect-per-inspector", |_, now| now.economic_effect_per_inspector()),
        ])?;
        let growth = |before: &Membership, now: &Membership| {
            MembershipChange::between(before, now).growth(before)
        };
        measured::<Membership>(&a, &b, &[
            ("men", |_, now| now.men().map(Rational::from)),
            ("density-gross", |_, now| now.density_gross()),
            ("growth", growth),
            ("growth-in-a-year", growth),
        ])?;
        measured::<Training>(&a, &b, &[
            ("share-of-international-seminars", |_, now| {
                now.share_of_international_seminars().map(esep::Share::ratio)
            }),
            ("cost-per-seminar", |_, now| now.cost_per_seminar()),
        ])?;
        measured::<Partnership>(&a, &b, &[("share-of-organizations-covered", |_, now| {
            now.share_of_organizations_covered().map(esep::Share::ratio)
        })])?;
        for form in Forms::built_in().iter().filter(|form| !form.measures().is_empty()) {
            let is_tested = [
                "digital", "legal-service", "membership", "social-partnership", "training",
            ];
            prop_assert!(is_tested.contains(&form.id.as_str()), "{}", form.id);
        }
    }

    #[test]
    fn shares_of_digital_services_are_taken_of_the_members(a in numbers(), b in numbers()) {
        let (digital, membership) = (record::<Digital>(&a), record::<Membership>(&b));
        let sheets = Sheets::from_iter([sheet(&membership, "a")]);
        let book = Book { forms: Forms::built_in(), sheets, ..Book::default() };
        let sheet = sheet(&digital, "a");
        let methods = [digital.share_using_app(&membership), digital.share_with_card(&membership)];
        for (measure, share) in sheet.form().measures().iter().zip(methods) {
            let computed = esep::measure(measure, &sheet, &book);
            let computed = computed.map(|figure| figure.value().clone());
            let within = computed.filter(|ratio| *ratio <= Rational::ONE);
            prop_assert_eq!(within, share.map(esep::Share::ratio), "{}", measure.id);
        }
    }
}

law!(what_a_form_defines_of_the_stored_lines_is_the_rest_of_the_record, filled_again, a);

/// Without its wholes and measures, the sheet of a record is filled as it was.
fn filled_again<R: Settled>(a: &Numbers) -> Outcome {
    let record = record::<R>(a);
    let whole = sheet(&record, "a");
    let mut stored = Sheet::new(form::<R>(), "a".into(), period());
    for said in record.lines().iter().filter(|said| said.role == LineRole::Stored) {
        let line = form::<R>().line_position(said.line.as_str()).unwrap();
        let index = CellIndex { line, column: 0 };
        if let Some(stated) = whole.cell(index) {
            stored.set(index, stated.clone());
        }
    }
    let filled = esep::fill(&stored, &Book::default()).sheet;
    for (index, figure) in whole.figures() {
        prop_assert_eq!(filled.figure(index), Some(figure));
    }
    Ok(())
}

/// A record with these numbers on the lines that it stores; lines that may be unknown stay so
/// where there is no number.
fn record<R: Settled>(numbers: &Numbers) -> R {
    let form = form::<R>();
    let stored = R::EMPTY.lines().into_iter().filter(|said| said.role == LineRole::Stored);
    let lines: BTreeMap<_, _> =
        stored.zip(numbers).map(|(said, number)| (said.line, *number)).collect();
    let mut sheet = Sheet::new(Arc::clone(&form), "a".into(), period());
    let set = |sheet: &mut Sheet, line: &str, number: u32| {
        let position = form.line_position(line).unwrap();
        let known = &form.lines()[position];
        let mut value = Rational::from(number);
        if known.unit.kind() == UnitKind::Money {
            value = value * Rational::power_of_ten(-2);
        }
        if known.can_be_negative() {
            value = value - Rational::from(500_000);
        }
        let figure = Content::Figure(Figure::exact(value, 0));
        sheet.set(CellIndex { line: position, column: 0 }, Stated::computed(figure));
    };
    for (line, number) in &lines {
        if let Some(number) = number {
            set(&mut sheet, line.as_str(), *number);
        }
    }
    if let Err(RecordError::Gaps(gaps)) = R::from_sheet(&sheet) {
        for gap in &gaps {
            set(&mut sheet, gap.line.as_str(), 7);
        }
    }
    let mut record = R::from_sheet(&sheet).unwrap();
    record.settle();
    record
}

fn form<R: Record>() -> Arc<Form> {
    Forms::built_in().get(R::FORM).cloned().unwrap()
}

fn sheet<R: Record>(record: &R, organization: &str) -> Sheet {
    record.to_sheet(&form::<R>(), organization.into(), period()).unwrap()
}

fn period() -> Period {
    "2024".parse().unwrap()
}

#[test]
fn every_line_of_a_form_is_covered_by_one_record() {
    let mut covered: BTreeMap<String, Vec<String>> = BTreeMap::new();
    cover::<Digital>(&mut covered);
    cover::<Employment>(&mut covered);
    cover::<Injuries>(&mut covered);
    cover::<International>(&mut covered);
    cover::<LegalService>(&mut covered);
    cover::<Membership>(&mut covered);
    cover::<MembershipChange>(&mut covered);
    cover::<Movement>(&mut covered);
    cover::<Partnership>(&mut covered);
    cover::<Training>(&mut covered);
    cover::<UnionBodies>(&mut covered);
    for form in Forms::built_in().iter() {
        if WITHOUT_RECORD.iter().any(|(id, _)| *id == form.id.as_str()) {
            continue;
        }
        let lines = covered.remove(form.id.as_str()).unwrap_or_default();
        let once: BTreeSet<&str> = lines.iter().map(String::as_str).collect();
        assert_eq!(once.len(), lines.len(), "a line of `{}` is covered twice", form.id);
        let expected: BTreeSet<&str> = form.lines().iter().map(|line| line.id.as_str()).collect();
        assert_eq!(once, expected, "`{}`", form.id);
    }
    assert!(covered.is_empty(), "no such forms: {:?}", covered.keys());
}

fn cover<R: Record>(covered: &mut BTreeMap<String, Vec<String>>) {
    let lines = R::EMPTY.lines().into_iter().map(|said| said.line.to_string());
    covered.entry(R::FORM.to_owned()).or_default().extend(lines);
}

/// What a record makes of a sheet with these figures.
fn read<R: Record>(figures: &str) -> Result<R, RecordError> {
    let text = format!("organization = 'a'\nperiod = '2024'\n[{}]\n{figures}", R::FORM);
    let reading = read_documents(vec![File::new("a.toml", text)], &Request::default()).understand();
    assert_eq!(reading.findings, []);
    R::from_sheet(reading.book.sheets.iter().next().unwrap())
}

#[track_caller]
fn refuses<R: Record + std::fmt::Debug>(figures: &str, line: &str, reason: GapReason) {
    let gap = Gap { line: line.into(), reason };
    assert_eq!(read::<R>(figures), Err(RecordError::Gaps(vec![gap])), "{figures}");
}

#[test]
fn what_a_record_lacks_is_named() {
    let rest = "opening = 10\njoined = 2\n";
    refuses::<Movement>(rest, "left", GapReason::Missing);
    refuses::<Movement>(&format!("{rest}left = '...'"), "left", GapReason::Missing);
    refuses::<Movement>(&format!("{rest}left = '> 3'"), "left", GapReason::NotExact);
    refuses::<Movement>(&format!("{rest}left = '3 thousand'"), "left", GapReason::NotExact);
    refuses::<Movement>(&format!("{rest}left = -3"), "left", GapReason::NotACount);
    let movement = |left| Movement { opening: Count::new(10), joined: Count::new(2), left };
    assert_eq!(read(&format!("{rest}left = '-'")), Ok(movement(Count::ZERO)));
    assert_eq!(read(&format!("{rest}left = 'x'")), Ok(movement(Count::ZERO)));
    assert_eq!(read(&format!("{rest}left = 3")), Ok(movement(Count::new(3))));
}

#[test]
fn money_has_no_fractions_of_the_smallest_coin() {
    let rest = "seminars = 0\n'seminars.international' = 0\n'trained.chairs' = 0\n\
                'trained.committee-members' = 0\n'trained.auditing' = 0\n\
                'trained.technical-inspectors' = 0\n'trained.accountants' = 0\n\
                'trained.employers' = 0\n'trained.students' = 0\n'trained.other' = 0\n";
    refuses::<Training>(&format!("{rest}budget = 0.125"), "budget", GapReason::NotMoney);
    let training: Training = read(&format!("{rest}budget = 0.5")).unwrap();
    assert_eq!(training.budget.to_string(), "0.50 KZT");
}

#[test]
fn a_whole_must_be_the_sum_of_its_parts() {
    let parts = "'members.working' = 60\n'members.students' = 0\n'members.pensioners' = 5\n\
                 'members.other' = 0\n";
    let (stated, computed) = (Rational::from(66), Rational::from(65));
    let reason = GapReason::NotTheSum { stated, computed };
    refuses::<Membership>(&format!("{parts}members = 66"), "members", reason);
    // A rounded whole may well be that sum; a share is nobody's sum.
    for whole in ["members = 65", "members = '0.1 thousand'", "'share.women' = '99 %'"] {
        let membership: Membership = read(&format!("{parts}{whole}")).unwrap();
        assert_eq!(membership.gross(), Some(Count::new(65)), "{whole}");
        assert_eq!((membership.women, membership.employees), (None, None));
    }
}

#[test]
fn a_record_fills_its_own_form_only() {
    let form = form::<Digital>();
    let expected = RecordError::OtherForm { expected: "membership", found: "digital".into() };
    let error = Membership::EMPTY.to_sheet(&form, "a".into(), period()).unwrap_err();
    assert_eq!(error, expected);
    assert_eq!(error.to_string(), "expected the form `membership`, found `digital`");
    assert_eq!(Membership::from_sheet(&sheet(&Digital::EMPTY, "a")), Err(expected));
}

#[test]
fn a_form_in_the_place_of_a_built_in_one_must_have_the_lines() {
    let text =
        Forms::built_in_files().iter().find(|(name, _)| name.contains("training")).unwrap().1;
    let text = text.replace("id = \"seminars\"", "id = \"workshops\"").replace("KZT", "USD");
    let form = Arc::new(Form::read(&"training.toml".into(), &text).0.unwrap());
    let error = Training::EMPTY.to_sheet(&form, "a".into(), period()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`seminars` is no line of the form; `budget` is in another currency"
    );
}

#[test]
fn the_figures_of_the_first_report_become_records() {
    let folder = "docs/examples/kz-education-2020-h1/";
    let files = tree::files(folder.trim_end_matches('/')).into_iter();
    let files = files.map(|file| File::new(file.path.replace(folder, ""), file.text)).collect();
    let sheets = read_documents(files, &Request::default()).understand().book.sheets;
    let half: Period = "2020-H1".parse().unwrap();

    let services = records_of::<LegalService>(&sheets, half);
    let service = services["kz-edu"].as_ref().unwrap();
    assert_eq!(service.violations.total(), Some(Count::new(1_093)));
    assert_eq!(service.violations_per_inspector().unwrap().to_string(), "1093/40");
    assert_eq!(service.share_of_proposals_answered().unwrap().to_amount(1).plain(), "92.1");
    assert_eq!(service.money_returned.to_string(), "653893331.00 KZT");

    // The report does not say what its members live from, except for the students.
    let gaps = ["working", "pensioners", "other"].map(|status| Gap {
        line: format!("members.{status}").as_str().into(),
        reason: GapReason::Missing,
    });
    let memberships = records_of::<Membership>(&sheets, half);
    assert_eq!(memberships["kz-edu"], Err(RecordError::Gaps(gaps.into())));
}
