//! The tables that are made of a user's files: added up, compared.

use esep_documents::{
    ComparisonReport, ComparisonRequest, ComparisonTable, RollupReport, TableFormat, compare_book,
    comparison_notes, write_comparison,
};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::documents::Documents;
use crate::documents_options::ComparisonOptions;
use crate::files_options::RollupOptions;
use crate::options::{Options, table_format};
use crate::refusal::done;
use crate::tables::{TableDocument, sentences};
use crate::{input, output};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Reflect, js_name = set, catch)]
    fn set(object: &JsValue, name: &str, value: &JsValue) -> Result<bool, JsValue>;
}

#[wasm_bindgen]
impl Documents {
    /// A form and period, added up: a row for each organization that has others below it.
    #[wasm_bindgen(unchecked_return_type = "TableDocument")]
    pub fn rollup(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "RollupOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.answer(|this, book| {
            let options = RollupOptions::of(options)?;
            let report = RollupReport::new(book, &options.request())?;
            let (table, ids) = report.shown(this.language);
            let notes = report.notes().into_iter().chain(report.hint());
            Ok(TableDocument::new(&table, ids, sentences(notes, this.language)))
        })
    }

    /// The same as `esep rollup` writes it.
    #[wasm_bindgen(js_name = writeRollup)]
    pub fn write_rollup(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "TableFormat")] format: &str,
        #[wasm_bindgen(unchecked_param_type = "RollupOptions")] options: &JsValue,
    ) -> Result<String, JsValue> {
        self.done(|this, book| {
            let format = table_format(format)?;
            let options = RollupOptions::of(options)?;
            let report = RollupReport::new(book, &options.request())?;
            Ok(report.write(format, this.language))
        })
    }

    /// Two periods compared.
    #[wasm_bindgen(unchecked_return_type = "ComparisonDocument")]
    pub fn compare(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "ComparisonOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let (text, notes) = self.compared(TableFormat::Json, options)?;
        done(self.language, || {
            let document = output::parsed(&text)?;
            // An object that was just made takes any property.
            let _ = set(&document, "notes", &output::to_js(&notes)?);
            Ok(document)
        })
    }

    /// The same as `esep compare` writes it.
    #[wasm_bindgen(js_name = writeComparison)]
    pub fn write_comparison(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "TableFormat")] format: &str,
        #[wasm_bindgen(unchecked_param_type = "ComparisonOptions")] options: &JsValue,
    ) -> Result<String, JsValue> {
        let format = done(self.language, || table_format(format))?;
        Ok(self.compared(format, options)?.0)
    }
}

impl Documents {
    fn compared(
        &mut self,
        format: TableFormat,
        options: &JsValue,
    ) -> Result<(String, Vec<String>), JsValue> {
        let tables = [
            ("changes", ComparisonTable::Changes),
            ("ranking", ComparisonTable::Ranking),
            ("bands", ComparisonTable::Bands),
        ];
        self.done(|this, book| {
            let options = ComparisonOptions::of(options)?;
            let table = options.table.as_deref().map(|name| input::one_of(name, &tables));
            let table = table.transpose()?;
            let forms = compare_book(book, &comparison_request(&options))?;
            let report = ComparisonReport { book, forms: &forms, language: this.language };
            let notes = forms.iter().flat_map(|form| comparison_notes(form, table));
            Ok((write_comparison(&report, format, table), sentences(notes, this.language)))
        })
    }
}

fn comparison_request(options: &ComparisonOptions) -> ComparisonRequest<'_> {
    ComparisonRequest {
        from: &options.from,
        to: &options.to,
        form: options.form.as_deref(),
        lines: &options.line,
        rank: options.rank.as_deref(),
        organization: options.organization.as_deref(),
        level: options.level.as_deref(),
    }
}
