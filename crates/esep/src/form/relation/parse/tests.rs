//! Relations, each with what it reads as or what is wrong in it.

use proptest::prelude::*;

use super::*;

/// What the text reads as, shown canonically; or its mistakes, each under its place.
fn read(text: &str) -> String {
    match Relation::parse(text) {
        Ok(relation) => relation.to_string(),
        Err(mistakes) => {
            let shown = mistakes.iter().map(|mistake| {
                let before = text[..mistake.span.start].chars().count() + 1;
                format!("{before} {:?} {:?}", &text[mistake.span.clone()], mistake.kind)
            });
            shown.collect::<Vec<_>>().join("\n")
        }
    }
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(read(text), expected, "{text}");
}

#[test]
fn every_construct_reads_and_is_shown() {
    check("a=b", "a = b");
    check("a != b", "a != b");
    check("a ≤ b", "a <= b");
    check(
        "violations = violations.pay + violations.other",
        "violations = violations.pay + violations.other",
    );
    check("violations = sum( violations.* )", "violations = sum(violations.*)");
    check("members >= sum(members@children)", "members >= sum(members@children)");
    check("membership:members[end]@year-ago = 1", "membership:members[end]@year-ago = 1");
    check("[women] <= [total]", "[women] <= [total]");
    check("share = 5 % * 1_000.50", "share = 0.05 * 1000.5");
    check("if a > 0 and b[end] > 0 then c >= 1", "if a > 0 and b[end] > 0 then c >= 1");
    check("day-care.all-2 = -x + 1 - -y", "day-care.all-2 = -x + 1 - (-y)");
    check("a − b = 0", "a - b = 0");
}

#[test]
fn parentheses_stay_where_they_matter() {
    check("(a) = ((b + c))", "a = b + c");
    check("a = b - (c + d)", "a = b - (c + d)");
    check("a = (b - c) + d", "a = b - c + d");
    check("a = (b + c) * d / (e * f)", "a = (b + c) * d / (e * f)");
    check("a = -(b + c) * -(-d)", "a = -(b + c) * (-(-d))");
}

#[test]
fn what_is_missing_is_named() {
    check("", "1 \"\" Empty");
    check("a", "2 \"\" ExpectedSign(None)");
    check("a =", "4 \"\" ExpectedOperand(None)");
    check("= b", "1 \"=\" ExpectedOperand(Some(\"=\"))");
    check("a + = b", "5 \"=\" ExpectedOperand(Some(\"=\"))");
    check("a b = c", "3 \"b\" ExpectedOperator(\"b\")");
    check("a = 703 070", "9 \"070\" ExpectedOperator(\"070\")");
    check("if a = b", "9 \"\" ExpectedThen");
    check("if a then b = 1", "6 \"then\" ExpectedSign(Some(\"then\"))");
    check("a then b = 1", "3 \"then\" ExpectedSign(Some(\"then\"))");
    check("form: = a", "7 \"=\" ExpectedLine");
    check("a[] = b", "3 \"]\" ExpectedColumn");
    check("a[b = c", "2 \"[\" UnclosedBracket");
    check("a@ = c", "4 \"=\" ExpectedScope(None)");
    check("a@yearago = c", "3 \"yearago\" ExpectedScope(Some(\"yearago\"))");
    check("a = (b + c", "5 \"(\" UnclosedParenthesis");
    check("(a = b)", "1 \"(\" UnclosedParenthesis");
    check("a = b)", "6 \")\" UnopenedParenthesis");
    check("a = sum b", "9 \"b\" SumWithoutParenthesis");
}

#[test]
fn what_cannot_be_is_named() {
    check("a <= b <= c", "8 \"<=\" ChainedComparison");
    check("a -b = a- b", "3 \"-\" MinusWithoutSpaces\n9 \"-\" MinusWithoutSpaces");
    check("a = 5-3", "6 \"-\" MinusWithoutSpaces");
    check("a = 1,191", "5 \"1,191\" UnreadableNumber(\"1,191\")");
    check("a = 5a", "5 \"5a\" UnreadableNumber(\"5a\")");
    check("a = b$", "6 \"$\" UnknownCharacter('$')");
    check("a $ b = c", "3 \"$\" UnknownCharacter('$')");
    check("а = b", "1 \"а\" UnreadableId(\"а\")");
    check("a_b = Women", "1 \"a_b\" UnreadableId(\"a_b\")\n7 \"Women\" UnreadableId(\"Women\")");
    check("a = b or c = d", "7 \"or\" Or\n12 \"=\" ChainedComparison");
    check("a = b %", "7 \"%\" Unexpected(\"%\")");
    check("a = b and c = d", "7 \"and\" Unexpected(\"and\")");
    check("a = sum(b)", "9 \"b\" SumOfOneFigure");
    check("a = sum(b.*, c) + d", "9 \"b.*, c\" SumOfOneFigure\n12 \",\" UnknownCharacter(',')");
    check("a = b.*", "5 \"b.*\" PartsOutsideSum");
    check("a = a@children", "5 \"a@children\" ChildrenOutsideSum");
}

#[test]
fn every_mistake_of_a_text_is_reported() {
    check(
        "if a -b > 1,5 then c + = (d@next",
        "6 \"-\" MinusWithoutSpaces\n\
         11 \"1,5\" UnreadableNumber(\"1,5\")\n\
         24 \"=\" ExpectedOperand(Some(\"=\"))\n\
         26 \"(\" UnclosedParenthesis\n\
         29 \"next\" ExpectedScope(Some(\"next\"))",
    );
}

#[test]
fn depth_and_length_are_limited() {
    let nested = |depth: usize| format!("a = {}b{}", "(".repeat(depth), ")".repeat(depth));
    assert!(Relation::parse(&nested(DEEPEST)).is_ok());
    check(&nested(DEEPEST + 1), "70 \"b\" TooDeep");
    check(&nested(100_000)[..120], "70 \"(\" TooDeep");
    let minuses = format!("a = {}b", "-".repeat(100));
    check(&minuses, "70 \"-\" TooDeep");
    let long = format!("a = b{}", " + b".repeat(100_000));
    let mistakes = Relation::parse(&long).unwrap_err();
    assert_eq!(mistakes.len(), 1);
    assert_eq!(mistakes[0].kind, MistakeKind::TooLong);
    check(&format!("a = {}", "9".repeat(31)), &format!("5 {:?} NumberTooLong", "9".repeat(31)));
}

#[test]
fn bounds_are_expressions() {
    let number = |text: &str| Expression::parse(text).ok().and_then(|bound| bound.as_number());
    assert_eq!(number("-5.5 %"), Rational::new(-55, 1000));
    assert_eq!(number("1_000"), Some(Rational::from(1000)));
    assert_eq!((number("1 + 1"), number("5 = 5"), number("")), (None, None, None));
}

#[test]
fn a_definition_has_its_line_alone_on_the_left() {
    let defines = |text: &str| {
        Relation::parse(text).ok().and_then(|relation| relation.defines().map(ToString::to_string))
    };
    assert_eq!(defines("share = a / b"), Some("share".to_owned()));
    for text in ["share <= a", "-share = a", "share[end] = a", "if a > 0 then share = a"] {
        assert_eq!(defines(text), None, "{text}");
    }
}

fn any_reference(pattern: bool) -> impl Strategy<Value = Reference> {
    let id = || prop::sample::select(vec!["a", "b-c", "members.working", "x2"]);
    let scopes = if pattern { vec![Scope::Children] } else { vec![Scope::Own, Scope::Previous] };
    (prop::option::of(id()), id(), prop::option::of(id()), prop::sample::select(scopes)).prop_map(
        |(form, line, column, scope)| Reference {
            form: form.map(FormId::from),
            line: Some(LineId::from(line)),
            column: column.map(ColumnId::from),
            scope,
            span: 0..0,
        },
    )
}

fn any_expression() -> impl Strategy<Value = Expression> {
    let number = (0_i128..100_000, 0_i32..6)
        .prop_map(|(digits, places)| Rational::from(digits) * Rational::power_of_ten(-places));
    let leaf = prop_oneof![
        number.prop_map(Expression::Number),
        any_reference(false).prop_map(Expression::Cell),
        any_reference(true).prop_map(Expression::Sum),
    ];
    leaf.prop_recursive(5, 40, 2, |inner| {
        let operator = prop::sample::select(vec![
            Operator::Plus,
            Operator::Minus,
            Operator::Times,
            Operator::Over,
        ]);
        prop_oneof![
            inner.clone().prop_map(|inner| Expression::Negative(Box::new(inner))),
            (inner.clone(), operator, inner).prop_map(|(left, operator, right)| {
                Expression::Binary(Box::new(left), operator, Box::new(right))
            }),
        ]
    })
}

fn any_comparison() -> impl Strategy<Value = Comparison> {
    let sign =
        prop::sample::select(vec![Sign::Equal, Sign::NotEqual, Sign::Less, Sign::LessOrEqual]);
    (any_expression(), sign, any_expression()).prop_map(|(left, sign, right)| Comparison {
        left,
        sign,
        right,
    })
}

fn without_spans(relation: &mut Relation) {
    fn clear(expression: &mut Expression) {
        match expression {
            Expression::Number(_) => {}
            Expression::Cell(reference) | Expression::Sum(reference) => reference.span = 0..0,
            Expression::Negative(inner) => clear(inner),
            Expression::Binary(left, _, right) => {
                clear(left);
                clear(right);
            }
        }
    }
    for comparison in relation.conditions.iter_mut().chain([&mut relation.holds]) {
        clear(&mut comparison.left);
        clear(&mut comparison.right);
    }
}

proptest! {
    #[test]
    fn what_is_shown_reads_as_the_same(
        conditions in prop::collection::vec(any_comparison(), 0..3),
        holds in any_comparison(),
    ) {
        let relation = Relation { conditions, holds };
        let mut again = Relation::parse(&relation.to_string()).unwrap();
        without_spans(&mut again);
        prop_assert_eq!(again, relation);
    }

    #[test]
    fn no_text_panics(text in ".{0,200}") {
        if let Err(mistakes) = Relation::parse(&text) {
            prop_assert!(!mistakes.is_empty());
            prop_assert!(mistakes.iter().all(|mistake| text.get(mistake.span.clone()).is_some()));
        }
    }

    #[test]
    fn no_broken_relation_panics(
        words in prop::collection::vec(prop::sample::select(vec![
            "a", "b.*", "sum", "(", ")", "[", "]", "@", ":", "previous", "children", "if", "and",
            "then", "or", "+", "-", "*", "/", "=", "<=", "5", "%", "ш", " ", "1,5", ",",
        ]), 0..40),
    ) {
        let text = words.concat();
        for text in [text, words.join(" ")] {
            if let Err(mistakes) = Relation::parse(&text) {
                let mut places: Vec<_> = mistakes.iter().map(|mistake| &mistake.span).collect();
                places.dedup();
                prop_assert_eq!(places.len(), mistakes.len(), "{}", text);
            }
        }
    }
}
