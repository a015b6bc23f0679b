//! Pasted tables: whether one adds up, and what grew between two.

use esep::{Amount, Pasted, Refusal, UnitKind};
use esep_documents::{
    AddUpFormat, GrowthFormat, HtmlExtent, Source, TextStyle, Ways, growth_bars, growth_notes,
    growth_table, read_pasted, write_growth,
};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::refusal::{Place, answer, done};
use crate::tables::{TableDocument, sentences};
use crate::{input, output};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** How the verdict on a pasted table is written. */
export type AddUpFormat = "text" | "markdown" | "json" | "csv" | "html" | "html-fragment";
/** How many of the ways to settle something are shown: none, the three likeliest, all; JSON has all or none. */
export type AddUpExplain = "none" | "short" | "all";
/** How growth between two pasted tables is written: `html` is a page, `html-fragment` a part of one. */
export type GrowthFormat = "text" | "markdown" | "csv" | "json" | "html" | "html-fragment";
"#;

/// Whether a pasted table adds up: the schema `esep/add-up/1`, which docs/add-up.md describes.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct AddUp {
    /// The schema.
    #[tsify(type = "\"esep/add-up/1\"")]
    pub schema: String,
    /// The verdict on all of it.
    #[tsify(type = "\"adds-up\" | \"does-not-add-up\" | \"cannot-tell\"")]
    pub verdict: String,
    /// The verdict in a sentence.
    pub sentence: String,
    /// What to add where nothing can be told.
    pub hints: Vec<String>,
    /// How the table was understood, a sentence each.
    pub reading: Vec<String>,
    /// Every relation that was asked.
    pub relations: Vec<AddUpRelation>,
    /// What does not add up or cannot be read, by place.
    pub findings: Vec<AddUpFinding>,
    /// Which figures are probably wrong, for each group of findings that share figures.
    pub explanations: Vec<AddUpExplanation>,
    /// The rows as they were pasted.
    pub rows: Vec<Vec<AddUpCell>>,
}

/// One relation between figures of a pasted table.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct AddUpRelation {
    /// Whether it holds.
    #[tsify(type = "\"holds\" | \"fails\" | \"unknown\"")]
    pub verdict: String,
    /// What was found, in a sentence.
    pub sentence: String,
    /// The figure stated.
    pub stated: Option<String>,
    /// What the others give.
    pub computed: Option<String>,
    /// Stated less computed.
    pub difference: Option<String>,
    /// `percent`, where the figures are shares.
    #[tsify(optional)]
    pub unit: Option<String>,
    /// Row and column of each cell that it touches, from 0, the one stated first.
    pub cells: Vec<(usize, usize)>,
}

/// What does not add up in a pasted table.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct AddUpFinding {
    /// The code: `F001`.
    pub code: String,
    /// The defect: `parts-do-not-add-up`.
    pub name: String,
    /// How grave.
    #[tsify(type = "\"error\" | \"warning\"")]
    pub severity: String,
    /// The defect in words.
    pub title: String,
    /// The sentence.
    pub message: String,
    /// What to look at first, or what would settle it.
    pub hints: Vec<String>,
    /// What was stated.
    pub stated: Option<String>,
    /// What the others give.
    pub computed: Option<String>,
    /// Stated less computed.
    pub difference: Option<String>,
    /// Where it stands in the text.
    pub place: Option<Place>,
}

/// Which figures of a pasted table are probably wrong. Cells are told by row and column, from 0.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct AddUpExplanation {
    /// Which of the findings it explains.
    pub findings: Vec<usize>,
    /// What became of the search.
    #[tsify(type = "\"solved\" | \"contradictory\" | \"out-of-budget\" | \"not-linear\"")]
    pub outcome: String,
    /// How many figures are wrong; `null` where that is not known.
    pub size: Option<u64>,
    /// Whether the solutions are all of that size.
    pub complete: bool,
    /// The same in a sentence.
    pub message: String,
    /// What else there is to be said.
    pub remarks: Vec<String>,
    /// The ways to settle it, the likeliest first.
    pub solutions: Vec<AddUpSolution>,
    /// The cells that are wrong in every solution.
    pub certain: Vec<(usize, usize)>,
}

/// A way to settle what does not add up in a pasted table.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct AddUpSolution {
    /// Its place, from 1.
    pub rank: usize,
    /// What slip it looks like: `digits-swapped`.
    pub kind: String,
    /// Whether it is one of the smallest; if not, it is one slip in more figures.
    pub smallest: bool,
    /// The sentence.
    pub message: String,
    /// What each cell would say.
    pub changes: Vec<AddUpChange>,
}

/// What a cell of a pasted table would say: `to`, or anything from `low` to `high` where `to` is
/// `null`.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct AddUpChange {
    /// The cell.
    pub cell: (usize, usize),
    /// What it says; `null` where it is blank.
    pub from: Option<String>,
    /// What it would say.
    pub to: Option<String>,
    /// At least this.
    #[tsify(optional)]
    pub low: Option<String>,
    /// At most this.
    #[tsify(optional)]
    pub high: Option<String>,
    /// The slips of one figure that it looks like, the likeliest first; left out where it looks
    /// like none.
    #[cfg_attr(test, serde(default))]
    #[tsify(optional)]
    pub kinds: Vec<String>,
}

/// A cell of a pasted table.
#[derive(Debug, Clone, PartialEq, Eq, Tsify)]
#[cfg_attr(test, derive(serde::Deserialize), serde(deny_unknown_fields))]
pub struct AddUpCell {
    /// The text.
    pub text: String,
    /// What it was taken for.
    #[tsify(type = "\"label\" | \"figure\" | \"total\" | \"share\" | \"other\"")]
    pub role: String,
    /// Which of the findings speak of it; left out where none does.
    #[cfg_attr(test, serde(default))]
    #[tsify(optional)]
    pub findings: Vec<usize>,
}

/// Whether a pasted table, or a total with its parts, or a share with part and whole, adds up.
/// With `"none"` it is quicker: nothing is explained.
#[wasm_bindgen(js_name = addUp, unchecked_return_type = "AddUp")]
pub fn add_up(
    text: &str,
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "AddUpExplain")] explain: Option<String>,
) -> Result<JsValue, JsValue> {
    let language = input::asked(language)?;
    done(language, move || {
        let ways = input::ways(explain.as_deref())?;
        output::parsed(&written_verdict(text, language, ways, AddUpFormat::Json))
    })
}

/// The same, written.
#[wasm_bindgen(js_name = writeAddUp)]
pub fn write_add_up(
    #[wasm_bindgen(unchecked_param_type = "AddUpFormat")] format: &str,
    text: &str,
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "AddUpExplain")] explain: Option<String>,
) -> Result<String, JsValue> {
    let formats = [
        ("text", AddUpFormat::Text(TextStyle::PLAIN)),
        ("markdown", AddUpFormat::Markdown),
        ("json", AddUpFormat::Json),
        ("csv", AddUpFormat::Csv),
        ("html", AddUpFormat::Html(HtmlExtent::Document)),
        ("html-fragment", AddUpFormat::Html(HtmlExtent::Fragment)),
    ];
    let language = input::asked(language)?;
    done(language, move || {
        let format = input::one_of(format, &formats)?;
        Ok(written_verdict(text, language, input::ways(explain.as_deref())?, format))
    })
}

/// Who grew between two pasted tables, and who shrank: by rank, the largest gain first. Where the
/// first is empty, the two columns of the second are compared.
#[wasm_bindgen(unchecked_return_type = "TableDocument")]
pub fn growth(
    before: &str,
    now: &str,
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
) -> Result<JsValue, JsValue> {
    answer(language, |language| {
        let growth = compared(before, now)?;
        let table = growth_table(&growth, language);
        let ids = ["rank", "name", "from", "to", "change", "percent", "rank_by_percent"];
        Ok(TableDocument::new(&table, ids, sentences(growth_notes(&growth), language)))
    })
}

/// A change as a bar on a scale from 0 to 100 that all changes share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Tsify)]
pub struct GrowthBar {
    /// Where it begins.
    pub start: String,
    /// How long it is.
    pub length: String,
    /// Whether it is a loss.
    pub is_loss: bool,
}

/// The changes between two pasted tables as bars, in the order of the rows that `growth` gives.
#[wasm_bindgen(js_name = growthBars, unchecked_return_type = "GrowthBar[]")]
pub fn bars_of_growth(
    before: &str,
    now: &str,
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
) -> Result<JsValue, JsValue> {
    answer(language, |_| {
        let growth = compared(before, now)?;
        let bars = growth_bars(&growth).into_iter().zip(&growth.ranking.entries);
        let place = |number| Amount::new(number, 2, UnitKind::Number).plain();
        let bars = bars.map(|(bar, entry)| GrowthBar {
            start: place(bar.start),
            length: place(bar.length),
            is_loss: entry.net.value().is_negative(),
        });
        Ok(bars.collect::<Vec<_>>())
    })
}

/// The same, written.
#[wasm_bindgen(js_name = writeGrowth)]
pub fn write_growth_of(
    #[wasm_bindgen(unchecked_param_type = "GrowthFormat")] format: &str,
    before: &str,
    now: &str,
    #[wasm_bindgen(unchecked_param_type = "Language")] language: &str,
) -> Result<String, JsValue> {
    let formats = [
        ("text", GrowthFormat::Text),
        ("markdown", GrowthFormat::Markdown),
        ("csv", GrowthFormat::Csv),
        ("json", GrowthFormat::Json),
        ("html", GrowthFormat::Html(HtmlExtent::Document)),
        ("html-fragment", GrowthFormat::Html(HtmlExtent::Fragment)),
    ];
    let language = input::asked(language)?;
    done(language, || {
        let format = input::one_of(format, &formats)?;
        Ok(write_growth(&compared(before, now)?, language, format))
    })
}

fn written_verdict(
    text: &str,
    language: esep::Language,
    ways: Option<Ways>,
    format: AddUpFormat,
) -> String {
    let source = pasted("pasted", text);
    esep_documents::write_add_up(&source, Vec::new(), ways, language, format).0
}

fn compared(before: &str, now: &str) -> Result<esep::Growth, Refusal> {
    let read = |name, text| -> Pasted { read_pasted(&pasted(name, text)) };
    let growth = esep::growth(&read("before", before), &read("now", now));
    growth.map_err(Refusal::new)
}

fn pasted(name: &str, text: &str) -> Source {
    Source { name: name.into(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use esep::Language;

    use super::*;

    /// Every key that the verdict is written with is declared, and of its type.
    #[test]
    fn what_is_written_is_what_is_declared() {
        for text in
            ["women 60\nmen 50\ntotal 100\n", "60 + 40 = 100", "hello", "14.4 % of 1000 is 139"]
        {
            for language in Language::ALL {
                let written = written_verdict(text, language, Some(Ways::All), AddUpFormat::Json);
                let verdict: AddUp = serde_json::from_str(&written).unwrap();
                assert!(!verdict.sentence.is_empty());
                let is_wrong = verdict.verdict == "does-not-add-up";
                assert_eq!(!verdict.explanations.is_empty(), is_wrong, "{text}");
            }
        }
    }
}
