//! What the figures mean, as SDMX-ML 3.0: code lists, concepts and a data structure for each form.

use std::collections::{BTreeMap, BTreeSet};

use esep::{Book, Form, Language, OrganizationId, PeriodLength, Structure, Text, Unit, Wording};

use super::Flow;
use super::data::STATUSES;
use super::ids::{VERSION, code, frequency, unit};
use super::xml::Xml;

const NAMESPACES: [(&str, &str); 3] = [
    ("xmlns:mes", "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message"),
    ("xmlns:str", "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/structure"),
    ("xmlns:com", "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/common"),
];

const LENGTHS: [PeriodLength; 4] =
    [PeriodLength::Year, PeriodLength::HalfYear, PeriodLength::Quarter, PeriodLength::Month];

/// The concepts, with the words for them.
const CONCEPTS: [(&str, &str); 10] = [
    ("FREQ", "frequency"),
    ("ORGANIZATION", "organization"),
    ("LINE", "line"),
    ("COLUMN", "column"),
    ("TIME_PERIOD", "period"),
    ("OBS_VALUE", "figure"),
    ("UNIT_MEASURE", "unit"),
    ("OBS_STATUS", "status"),
    ("AS_STATED", "as-stated"),
    ("COMMENT_OBS", "note"),
];

/// What describes itself in an element of its own, with who maintains it and its version.
struct Writer<'a> {
    xml: Xml,
    agency: &'a str,
}

pub(super) fn write(book: &Book, agency: &str, flows: &[Flow<'_>]) -> String {
    let mut writer = Writer { xml: Xml::new(), agency };
    writer.xml.open("mes:Structure", &NAMESPACES);
    writer.header(flows);
    writer.xml.open("mes:Structures", &[]);
    writer.xml.open("str:Codelists", &[]);
    writer.codelists(book, flows);
    writer.xml.close();
    writer.xml.open("str:ConceptSchemes", &[]);
    writer.concepts();
    writer.xml.close();
    writer.xml.open("str:Dataflows", &[]);
    for flow in flows {
        writer.dataflow(flow.form);
    }
    writer.xml.close();
    writer.xml.open("str:DataStructures", &[]);
    for flow in flows {
        writer.data_structure(flow.form);
    }
    writer.xml.finish()
}

impl Writer<'_> {
    /// No clock enters a result: the structure is as old as the last day it tells of.
    fn header(&mut self, flows: &[Flow<'_>]) {
        let periods = flows.iter().flat_map(|flow| &flow.sheets).map(|sheet| sheet.period());
        let last = periods.map(esep::Period::last_day).max();
        let last = last.map_or_else(|| "2000-01-01".to_owned(), |day| day.to_string());
        self.xml.open("mes:Header", &[]);
        self.xml.text("mes:ID", &[], "STRUCTURE");
        self.xml.text("mes:Test", &[], "false");
        self.xml.text("mes:Prepared", &[], &format!("{last}T00:00:00Z"));
        self.xml.empty("mes:Sender", &[("id", self.agency)]);
        self.xml.close();
    }

    fn codelists(&mut self, book: &Book, flows: &[Flow<'_>]) {
        self.codelist("CL_FREQ", &word("frequency"), |it| {
            for length in LENGTHS {
                it.code(frequency(length), &length.label(), None);
            }
        });
        self.codelist("CL_OBS_STATUS", &word("status"), |it| {
            for (status, name) in STATUSES {
                it.code(status, &word(name), None);
            }
        });
        let lines = flows.iter().flat_map(|flow| flow.form.lines());
        let units: BTreeMap<&str, &Unit> =
            lines.map(|line| (line.unit.name(), &line.unit)).collect();
        self.codelist("CL_UNIT_MEASURE", &word("unit"), |it| {
            for (name, of_line) in units {
                it.code(&unit(name), &said(|wording| wording.unit(of_line)), None);
            }
        });
        self.codelist("CL_ORGANIZATION", &word("organizations"), |it| {
            it.organizations(&book.structure, flows);
        });
        for Flow { form, .. } in flows {
            self.codelist(&list("CL_LINE", form), &form.title, |it| {
                for line in form.lines() {
                    let id = line.id.as_str();
                    let whole = id.rsplit_once('.').map(|(whole, _)| whole);
                    let whole = whole.filter(|whole| form.line(whole).is_some());
                    it.code(&code(id), &line.label, whole.map(code).as_deref());
                }
            });
            if !form.columns().is_empty() {
                self.codelist(&list("CL_COLUMN", form), &form.title, |it| {
                    for column in form.columns() {
                        it.code(&code(column.id.as_str()), &column.label, None);
                    }
                });
            }
        }
    }

    /// Those of the structure, each below the one it belongs to on the last day that is told of,
    /// and all others that stated anything.
    fn organizations(&mut self, structure: &Structure, flows: &[Flow<'_>]) {
        let sheets = || flows.iter().flat_map(|flow| &flow.sheets);
        let day = sheets().map(|sheet| sheet.period().last_day()).max();
        for organization in structure.iter() {
            let parent = day.and_then(|day| structure.parent_on(&organization.id, day));
            let parent = parent.map(|parent| code(parent.as_str()));
            self.code(&code(organization.id.as_str()), &organization.name, parent.as_deref());
        }
        let others: BTreeSet<&OrganizationId> =
            sheets().map(|sheet| sheet.organization()).collect();
        for other in others.into_iter().filter(|id| structure.get(id.as_str()).is_none()) {
            self.code(&code(other.as_str()), &Text::same(other.as_str()), None);
        }
    }

    fn concepts(&mut self) {
        self.maintained("str:ConceptScheme", "CONCEPTS", &word("concepts"));
        for (id, name) in CONCEPTS {
            self.xml.open("str:Concept", &[("id", id)]);
            self.names(&word(name));
            self.xml.close();
        }
        self.xml.close();
    }

    fn dataflow(&mut self, form: &Form) {
        let id = code(form.id.as_str());
        self.maintained("str:Dataflow", &id, &form.title);
        let structure = self.urn("datastructure.DataStructure", &id);
        self.xml.text("str:Structure", &[], &structure);
        self.xml.close();
    }

    fn data_structure(&mut self, form: &Form) {
        self.maintained("str:DataStructure", &code(form.id.as_str()), &form.title);
        self.xml.open("str:DataStructureComponents", &[]);
        let lines = list("CL_LINE", form);
        let columns = (!form.columns().is_empty()).then(|| list("CL_COLUMN", form));
        let dimensions =
            [("FREQ", "CL_FREQ"), ("ORGANIZATION", "CL_ORGANIZATION"), ("LINE", &lines)];
        let dimensions = dimensions.into_iter().chain(columns.iter().map(|it| ("COLUMN", &**it)));
        self.xml.open("str:DimensionList", &[("id", "DimensionDescriptor")]);
        for ((id, codes), position) in dimensions.zip(1_usize..) {
            let position = position.to_string();
            self.xml.open("str:Dimension", &[("id", id), ("position", &position)]);
            self.concept(id);
            self.coded(codes);
            self.xml.close();
        }
        self.xml.open("str:TimeDimension", &[("id", "TIME_PERIOD")]);
        self.concept("TIME_PERIOD");
        self.typed("ObservationalTimePeriod");
        self.xml.close();
        self.xml.close();
        self.xml.open("str:AttributeList", &[("id", "AttributeDescriptor")]);
        self.attribute("UNIT_MEASURE", "mandatory", Some("CL_UNIT_MEASURE"), Some("LINE"));
        self.attribute("OBS_STATUS", "mandatory", Some("CL_OBS_STATUS"), None);
        self.attribute("AS_STATED", "optional", None, None);
        self.attribute("COMMENT_OBS", "optional", None, None);
        self.xml.close();
        self.xml.open("str:MeasureList", &[("id", "MeasureDescriptor")]);
        self.xml.open("str:Measure", &[("id", "OBS_VALUE"), ("usage", "optional")]);
        self.concept("OBS_VALUE");
        self.typed("Decimal");
        for _ in ["Measure", "MeasureList", "DataStructureComponents", "DataStructure"] {
            self.xml.close();
        }
    }

    /// An attribute of a dimension, or of each figure.
    fn attribute(&mut self, id: &str, usage: &str, codes: Option<&str>, of: Option<&str>) {
        self.xml.open("str:Attribute", &[("id", id), ("usage", usage)]);
        self.concept(id);
        match codes {
            Some(codes) => self.coded(codes),
            None => self.typed("String"),
        }
        self.xml.open("str:AttributeRelationship", &[]);
        match of {
            Some(dimension) => self.xml.text("str:Dimension", &[], dimension),
            None => self.xml.empty("str:Observation", &[]),
        }
        self.xml.close();
        self.xml.close();
    }

    fn concept(&mut self, id: &str) {
        let urn = format!("{}.{id}", self.urn("conceptscheme.Concept", "CONCEPTS"));
        self.xml.text("str:ConceptIdentity", &[], &urn);
    }

    fn coded(&mut self, codelist: &str) {
        let urn = self.urn("codelist.Codelist", codelist);
        self.xml.open("str:LocalRepresentation", &[]);
        self.xml.text("str:Enumeration", &[], &urn);
        self.xml.close();
    }

    fn typed(&mut self, kind: &str) {
        self.xml.open("str:LocalRepresentation", &[]);
        self.xml.empty("str:TextFormat", &[("textType", kind)]);
        self.xml.close();
    }

    fn codelist(&mut self, id: &str, name: &Text, codes: impl FnOnce(&mut Self)) {
        self.maintained("str:Codelist", id, name);
        codes(self);
        self.xml.close();
    }

    fn code(&mut self, id: &str, name: &Text, parent: Option<&str>) {
        self.xml.open("str:Code", &[("id", id)]);
        self.names(name);
        if let Some(parent) = parent {
            self.xml.text("str:Parent", &[], parent);
        }
        self.xml.close();
    }

    /// Begins what has a name, a version and somebody who maintains it.
    fn maintained(&mut self, element: &'static str, id: &str, name: &Text) {
        let attributes = [("id", id), ("agencyID", self.agency), ("version", VERSION)];
        self.xml.open(element, &attributes);
        self.names(name);
    }

    fn names(&mut self, name: &Text) {
        for language in Language::ALL {
            let text = name.in_language(language);
            self.xml.text("com:Name", &[("xml:lang", language.code())], text);
        }
    }

    fn urn(&self, class: &str, id: &str) -> String {
        format!("urn:sdmx:org.sdmx.infomodel.{class}={}:{id}({VERSION})", self.agency)
    }
}

/// The id of a code list of a form.
fn list(kind: &str, form: &Form) -> String {
    format!("{kind}_{}", code(form.id.as_str()))
}

fn word(name: &'static str) -> Text {
    said(|wording| wording.word(name).to_owned())
}

fn said(say: impl Fn(Wording) -> String) -> Text {
    let [kk, ru, en] =
        [Language::Kk, Language::Ru, Language::En].map(|it| say(Wording::in_language(it)));
    Text::new(kk, ru, en)
}
