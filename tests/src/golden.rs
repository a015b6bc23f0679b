//! Golden cases: Markdown pages whose examples are run and must print what they show.
//!
//! A fenced block whose info string names a file (` ```toml reports/aktobe.toml `) is that file.
//! A block ` ```console ` holds command lines, each after `$ `, the whole output of each, and where
//! the status is not 0 a last line such as `exit: 1`.
//! A heading begins a case; a case has the files of the headings above it.

use std::env;
use std::fmt::Write as _;
use std::fs;

use crate::bytes;
use crate::difference;
use crate::markdown::{self, Block, Element};
use crate::runs::{self, Run};
use crate::session::Session;
use crate::tree::{self, SourceFile};

/// Folders of the repository that a command may name although no block spells out their files.
const EXAMPLES: &str = "docs/examples";

/// Runs every case of some pages.
///
/// # Panics
/// Where anything prints other than it should, with all the differences; unless told to bless:
/// then the pages are rewritten instead.
pub(crate) fn check(pages: &[SourceFile]) {
    let blessed = env::var("ESEP_BLESS").ok();
    let mut differences = String::new();
    for page in pages {
        let (text, found, runs) = run(page);
        runs::keep(&page.path, &runs);
        let matches = |filter: &str| filter == "1" || page.path.contains(filter);
        if blessed.as_deref().is_some_and(matches) {
            if text != page.text {
                fs::write(tree::root().join(&page.path), text).unwrap();
            }
        } else {
            differences += &found;
        }
    }
    let advice = "`-` is what the page shows, `+` what came; `cargo xtask bless` takes what came";
    assert!(differences.is_empty(), "\n{differences}\n{advice}\n");
}

/// What the commands of a page print, each with the heading it stands under.
pub(crate) fn runs(page: &SourceFile) -> Vec<(String, Run)> {
    run(page).2
}

/// The headings of a page, in order.
pub(crate) fn headings(page: &SourceFile) -> Vec<String> {
    let heading = |element| match element {
        Element::Heading(_, text) => Some(text),
        Element::Block(_) => None,
    };
    markdown::elements(&page.text).into_iter().filter_map(heading).collect()
}

/// What the console blocks of a page show, in order.
pub(crate) fn consoles(page: &SourceFile) -> Vec<String> {
    let console = |element| match element {
        Element::Block(block) if block.info == "console" => Some(block.text),
        _ => None,
    };
    markdown::elements(&page.text).into_iter().filter_map(console).collect()
}

/// The page as it should read, how it differs, and the runs of the program.
fn run(page: &SourceFile) -> (String, String, Vec<(String, Run)>) {
    let mut differences = String::new();
    let mut text = String::new();
    let mut copied = 0;
    let mut runs = Vec::new();
    // The sessions of the headings above, the outermost first; the first is the page's own.
    let mut sessions = vec![(0, String::new(), Session::default())];
    for element in markdown::elements(&page.text) {
        match element {
            Element::Heading(level, heading) => {
                sessions.retain(|(above, ..)| *above < level);
                let session = sessions.last().map(|above| above.2.clone()).unwrap_or_default();
                sessions.push((level, heading, session));
            }
            Element::Block(block) => {
                let Some((_, heading, session)) = sessions.last_mut() else { continue };
                if let Some((path, words)) = file_name(&block) {
                    session.put(path, &bytes::written(&block.text, words));
                } else if block.info == "console" {
                    let (printed, made) = replay(&block.text, session);
                    runs.extend(made.into_iter().map(|run| (heading.clone(), run)));
                    if printed != block.text {
                        let (path, line) = (&page.path, block.line);
                        let shown = difference::lines(&block.text, &printed);
                        let _ = write!(differences, "{path}:{line}: {heading}\n{shown}");
                    }
                    text += &page.text[copied..block.range.start];
                    text += &markdown::fenced("console", &printed);
                    copied = block.range.end;
                }
            }
        }
    }
    text += &page.text[copied..];
    (text, differences, runs)
}

/// The file that a block is: the second word of its info string, and the words after it, which say
/// how it is written.
fn file_name(block: &Block) -> Option<(&str, impl Iterator<Item = &str>)> {
    let mut words = block.info.split_whitespace();
    match (words.next()?, words.next()?) {
        ("rust" | "console", _) => None,
        (_, path) => Some((path, words)),
    }
}

/// What a console block shows once its commands are run, and the runs of the program among them.
fn replay(console: &str, session: &mut Session) -> (String, Vec<Run>) {
    if console.contains(EXAMPLES) {
        for path in tree::paths(EXAMPLES) {
            session.put(&path, &fs::read(tree::root().join(&path)).unwrap());
        }
    }
    let (mut shown, mut runs) = (String::new(), Vec::new());
    for line in commands(console) {
        let printed = session.run(line);
        runs.extend(printed.run);
        let _ = write!(shown, "$ {line}\n{}", printed.text);
        if !shown.ends_with('\n') {
            shown.push('\n');
        }
        if printed.status != 0 {
            let _ = writeln!(shown, "exit: {}", printed.status);
        }
    }
    (shown, runs)
}

/// The command lines of a console block. What stands between fences is a block that a command has
/// printed, with command lines of its own.
fn commands(console: &str) -> Vec<&str> {
    let mut is_printed = false;
    let mut commands = Vec::new();
    for line in console.lines() {
        if line.starts_with("```") {
            is_printed = !is_printed;
        } else if !is_printed {
            commands.extend(line.strip_prefix("$ "));
        }
    }
    commands
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> SourceFile {
        SourceFile { path: "page.md".to_owned(), text: text.to_owned() }
    }

    fn printed(page: &SourceFile) -> (String, String) {
        let (text, differences, _) = run(page);
        (text, differences)
    }

    #[test]
    fn files_reach_the_cases_below_their_heading_and_no_others() {
        let page = page(
            "# A\n```csv all.csv\n1\n```\n## B\n```csv own.csv\n2\n```\n\
             ```console\n$ ls\nall.csv\nown.csv\n```\n## C\n```console\n$ ls\nall.csv\n```\n",
        );
        assert_eq!(printed(&page), (page.text, String::new()));
    }

    #[test]
    fn what_differs_is_shown_and_blessed() {
        let page = page("# A\n```txt a.txt\nnew\n```\n```console\n$ cat a.txt\nold\n```\nEnd.\n");
        let (blessed, differences) = printed(&page);
        assert_eq!(blessed, page.text.replace("old", "new"));
        assert_eq!(differences, "page.md:5: A\n      $ cat a.txt\n    - old\n    + new\n");
    }

    #[test]
    fn a_printed_block_holds_no_commands() {
        let shown = "$ cat a.md\n```console\n$ nonsense\n```\n";
        let page = page(&format!(
            "````md a.md\n```console\n$ nonsense\n```\n````\n````console\n{shown}````\n"
        ));
        assert_eq!(printed(&page), (page.text, String::new()));
    }

    #[test]
    fn a_status_other_than_0_is_shown() {
        let page = page("```console\n$ nonsense\n```\n");
        let shown = "$ nonsense\nnonsense: no such command here\nexit: 127\n";
        assert_eq!(run(&page).0, format!("```console\n{shown}```\n"));
    }
}
