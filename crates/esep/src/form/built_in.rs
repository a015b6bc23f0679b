//! The forms that come with Esep, sorted by name.

macro_rules! built_in {
    ($id:literal) => {
        (concat!("built-in/", $id, ".toml"), include_str!(concat!("../../forms/", $id, ".toml")))
    };
}
/// The files: the name by which findings and listings call each, and its text.
pub(crate) const BUILT_IN: &[(&str, &str)] = &[
    built_in!("digital"),
    built_in!("emergency-employment"),
    built_in!("international"),
    built_in!("legal-service"),
    built_in!("membership"),
    built_in!("occupational-injury"),
    built_in!("primary-annual"),
    built_in!("social-partnership"),
    built_in!("training"),
];
