//! A module of the core uses only those above it in the list of `docs/architecture.md`.

use std::collections::BTreeSet;

use crate::tree;

#[test]
fn a_module_uses_only_modules_above_it() {
    let order = modules_in_order();
    let rank = |module: &str| order.iter().position(|name| name == module);
    let mut mistakes = Vec::new();
    for file in tree::files("crates/esep/src") {
        let path = file.path.trim_start_matches("crates/esep/src/");
        let module = path.split(['/', '.']).next().unwrap_or_default();
        if module == "lib" {
            continue;
        }
        if rank(module).is_none() {
            mistakes.push(format!("{path}: `{module}` is not in the list of modules"));
        }
        for used in used_modules(&file.text) {
            match rank(&used) {
                Some(_) if used == module => {}
                Some(below) if Some(below) < rank(module) => {}
                Some(_) => mistakes.push(format!("{path}: `{module}` stands above `{used}`")),
                None => mistakes.push(format!("{path}: `crate::{used}` is no module")),
            }
        }
        // Within `a/b.rs` two steps up lead out of the module.
        let depth = path.split('/').count();
        if code(&file.text).contains(&"super::".repeat(depth)) {
            mistakes.push(format!("{path}: `super` leads out of the module; use `crate::`"));
        }
    }
    assert!(mistakes.is_empty(), "\n{}\n", mistakes.join("\n"));
}

#[test]
fn the_list_of_modules_names_no_others() {
    let files = tree::paths("crates/esep/src");
    let exists = |module: &String| files.contains(&format!("crates/esep/src/{module}.rs"));
    let missing: Vec<String> =
        modules_in_order().into_iter().filter(|name| !exists(name)).collect();
    assert!(missing.is_empty(), "listed in docs/architecture.md but not there: {missing:?}");
}

/// The first column of the table below "Modules of the core", in order.
fn modules_in_order() -> Vec<String> {
    let page = tree::read("docs/architecture.md");
    let (_, section) = page.split_once("\n## Modules of the core\n").unwrap();
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let modules: Vec<String> = rows.map(|(module, _)| module.to_owned()).collect();
    assert!(modules.len() > 5, "the table of modules could not be read");
    modules
}

/// Every `x` that stands as `crate::x` or in `crate::{x::.., y}`.
fn used_modules(text: &str) -> BTreeSet<String> {
    let code = code(text);
    let mut used = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            Some(group) => used.extend(members(group)),
            None => used.extend(identifier(rest)),
        }
    }
    used
}

/// The first names of a group up to its closing brace.
fn members(group: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut is_start = true;
    for (index, character) in group.char_indices() {
        match character {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => is_start = true,
            _ if is_start && !character.is_whitespace() => {
                names.extend(identifier(&group[index..]));
                is_start = false;
            }
            _ => {}
        }
    }
    names
}

fn identifier(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    (end > 0).then(|| text[..end].to_owned())
}

/// The text without comments and without its tests, which may use anything.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = body.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn groups_and_paths_are_read() {
    let text = "use crate::{a::{b, c}, d};\n// crate::no\nfn f(x: crate::e::G) {}\n\
                #[cfg(test)]\nmod tests { use crate::no; }";
    assert_eq!(used_modules(text), ["a", "d", "e"].map(str::to_owned).into());
}
