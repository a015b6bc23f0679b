//! The documentation: its examples are run, its Rust is compiled.

use crate::golden;
use crate::tree::{self, SourceFile};

#[test]
fn examples_of_the_docs_print_what_they_show() {
    golden::check(&pages());
}

/// The pages for users and developers that may hold examples.
pub(crate) fn pages() -> Vec<SourceFile> {
    let is_page = |page: &SourceFile| {
        let path = page.path.as_str();
        let of_a_crate = path.starts_with("crates/") && path.ends_with("/README.md");
        let on_top = !path.contains('/');
        let in_docs = path.starts_with("docs/");
        page.is("md") && (of_a_crate || on_top || in_docs)
    };
    tree::files("").into_iter().filter(is_page).collect()
}
