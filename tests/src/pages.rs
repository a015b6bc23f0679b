//! The pages that explain codes: each has an example that raises its own code.

use esep::Code;

use crate::golden;
use crate::tree;

#[test]
fn examples_of_the_explanation_pages_print_what_they_show() {
    golden::check(&tree::files("crates/esep/pages"));
}

#[test]
fn every_explanation_page_raises_its_own_code() {
    let mut idle = Vec::new();
    for page in tree::files("crates/esep/pages") {
        let name = page.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
        let code = Code::parse(name).unwrap_or_else(|| panic!("{}: no such finding", page.path));
        let mark = format!("[{code}]");
        if !golden::consoles(&page).iter().any(|console| console.contains(&mark)) {
            idle.push(format!("{}: no output shows {mark}", page.path));
        }
    }
    assert!(idle.is_empty(), "{}", idle.join("\n"));
}
