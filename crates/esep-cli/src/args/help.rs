//! The help of every command, in the reader's language: its words stand in the catalog of messages.
//!
//! A command `forms show` finds what it does under `help.command.forms.show` and what stands at its
//! end under `help.after.forms.show`; its argument `form` is explained under
//! `help.argument.forms.show.form`, or under `help.argument.form` where it means the same everywhere;
//! a value called `FILE` is called as `help.value.file` says.

use clap::{Arg, Command};
use esep::{Language, Wording};

/// The command and all below it, with every word of their help in a language.
pub(crate) fn in_language(mut command: Command, language: Language) -> Command {
    // What clap adds by itself must be there to be worded.
    command.build();
    let words = Words { wording: Wording::in_language(language), look_up: &|_| {} };
    words.command(command, "")
}

/// Where words come from; tests see which are asked for.
#[derive(Clone, Copy)]
struct Words<'a> {
    wording: Wording,
    look_up: &'a dyn Fn(&str),
}

impl Words<'_> {
    /// Words that may be missing.
    fn find(self, name: &str) -> Option<&'static str> {
        let found = self.wording.help(name);
        if found.is_some() {
            (self.look_up)(name);
        }
        found
    }

    /// Words that are there, as a test shows.
    fn get(self, name: &str) -> &'static str {
        self.find(name).unwrap_or_default()
    }

    /// A command and those below it; `path` is what stands before the names of its words.
    fn command(self, command: Command, path: &str) -> Command {
        let about = if path.is_empty() { "program" } else { path.trim_start_matches('.') };
        let heading = command.get_styles().get_usage();
        let template = format!(
            "{{about-with-newline}}\n{heading}{}:{heading:#} {{usage}}\n\n{{all-args}}{{after-help}}",
            self.get("heading.usage"),
        );
        let mut command = command
            .about(self.get(&format!("command.{about}")))
            .help_template(template)
            .subcommand_help_heading(self.get("heading.commands"))
            .subcommand_value_name(self.get("value.command"))
            .mut_args(|argument| self.argument(argument, path))
            .mut_subcommands(|below| {
                let path = match below.get_name() {
                    // Below `help` stand the other commands once more.
                    "help" => return self.help_command(below),
                    name => format!("{path}.{name}"),
                };
                self.command(below, &path)
            });
        if let Some(after) = self.find(&format!("after.{about}")) {
            command = command.after_help(after);
        }
        // What clap writes between brackets for any option has no other way to another language.
        let usage = command.render_usage().to_string();
        let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
        let options = format!("[{}]", self.get("value.options"));
        command.override_usage(usage.replace("[OPTIONS]", &options))
    }

    /// The command `help`, without the commands once more below it.
    fn help_command(self, command: Command) -> Command {
        let name = command.get_name().to_owned();
        self.command(
            command.mut_subcommands(|below| below.hide(true).about("")),
            &format!(".{name}"),
        )
    }

    fn argument(self, argument: Arg, path: &str) -> Arg {
        let id = argument.get_id().to_string();
        let heading =
            if argument.is_positional() { "heading.arguments" } else { "heading.options" };
        let own = self.find(&format!("argument{path}.{id}"));
        let mut help = own.unwrap_or_else(|| self.get(&format!("argument.{id}"))).to_owned();
        let defaults = argument.get_default_values().iter().filter_map(|value| value.to_str());
        let defaults = defaults.collect::<Vec<_>>().join(", ");
        if !defaults.is_empty() && !argument.is_hide_default_value_set() {
            help.extend([" [", self.get("default"), ": ", &defaults, "]"]);
        }
        let values = argument.get_value_names().filter(|_| argument.get_action().takes_values());
        let value = values.and_then(|names| names.first()).map(|name| {
            let parts = name.split('|').map(|part| self.value(part));
            parts.collect::<Vec<_>>().join("|")
        });
        let argument = argument.help(help).help_heading(self.get(heading)).hide_default_value(true);
        match value {
            Some(value) => argument.value_name(value),
            None => argument,
        }
    }

    /// What a value is called; those that are written as they stand, such as `text|json`, keep
    /// their names.
    fn value(self, name: &str) -> String {
        if name.chars().any(|letter| letter.is_ascii_uppercase()) {
            self.get(&format!("value.{}", name.to_ascii_lowercase())).to_owned()
        } else {
            name.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;
    use crate::args::Arguments;

    /// The command in a language, and the words that it asked for.
    fn worded(language: Language) -> (Command, BTreeSet<String>) {
        let asked = RefCell::new(BTreeSet::new());
        let look_up = |name: &str| {
            asked.borrow_mut().insert(name.to_owned());
        };
        let words = Words { wording: Wording::in_language(language), look_up: &look_up };
        let mut command = Arguments::command();
        command.build();
        (words.command(command, ""), asked.into_inner())
    }

    /// Every command that has help, with its path.
    fn commands(command: &Command, path: &str, found: &mut Vec<(String, Command)>) {
        found.push((path.to_owned(), command.clone()));
        for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
            commands(below, &format!("{path} {}", below.get_name()), found);
        }
    }

    fn all(language: Language) -> Vec<(String, Command)> {
        let mut found = Vec::new();
        commands(&worded(language).0, "esep", &mut found);
        found
    }

    #[test]
    fn every_command_argument_and_value_has_its_words() {
        for language in Language::ALL {
            for (path, command) in all(language) {
                assert!(
                    command.get_about().is_some_and(|about| !about.to_string().is_empty()),
                    "{language} {path} has no help"
                );
                for argument in command.get_arguments() {
                    let id = argument.get_id();
                    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                    assert!(!help.trim().is_empty(), "{language} {path} {id} has no help");
                    let names = argument.get_value_names().unwrap_or_default();
                    let is_named = names.iter().all(|name| !name.is_empty());
                    assert!(is_named, "{language} {path} {id} has a value without a name");
                    assert!(
                        argument.is_hide_possible_values_set()
                            || argument.get_possible_values().is_empty(),
                        "{path} {id} shows its values in English"
                    );
                }
            }
        }
    }

    #[test]
    fn every_word_of_the_catalog_is_asked_for() {
        let catalog = include_str!("../../../esep/messages/en.toml");
        let names = catalog.lines().filter_map(|line| line.strip_prefix("\"help."));
        let names: BTreeSet<_> = names.filter_map(|rest| rest.split('"').next()).collect();
        let asked = worded(Language::En).1;
        let idle: Vec<_> = names.iter().filter(|name| !asked.contains(**name)).collect();
        assert!(idle.is_empty(), "{idle:?}");
    }

    #[test]
    fn no_english_word_stays_in_other_languages() {
        let mut known: BTreeSet<String> =
            ["esep", "csv", "utf", "github", "actions", "c", "id"].map(Into::into).into();
        for (_, command) in all(Language::En) {
            known.insert(command.get_name().to_owned());
            for argument in command.get_arguments() {
                known.extend(argument.get_long().map(str::to_owned));
                known.extend(
                    argument.get_short().map(|letter| letter.to_ascii_lowercase().to_string()),
                );
                known.extend(
                    argument.get_possible_values().iter().map(|value| value.get_name().to_owned()),
                );
                known.extend(
                    argument
                        .get_default_values()
                        .iter()
                        .map(|value| value.to_string_lossy().into_owned()),
                );
            }
        }
        for language in [Language::Kk, Language::Ru] {
            for (path, mut command) in all(language) {
                let text = command.render_help().to_string();
                for line in text.lines().filter(|line| !line.trim_start().starts_with("esep ")) {
                    // What stands between backticks is to be typed as it is.
                    let said: String = line.split('`').step_by(2).collect();
                    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
                    for word in said.split(|c: char| !is_part(c)).map(|word| word.trim_matches('-'))
                    {
                        let is_word = word.chars().any(|c| c.is_ascii_alphabetic());
                        let is_code = word.chars().any(|c| c.is_ascii_digit());
                        let is_known = known.contains(&word.to_ascii_lowercase());
                        assert!(
                            !is_word || is_code || is_known,
                            "{language} {path}: {word} in {line}"
                        );
                    }
                }
            }
        }
    }
}
