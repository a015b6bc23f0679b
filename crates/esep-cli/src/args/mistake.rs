//! Mistakes in the arguments, told from the catalog of messages.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use esep::{Argument, Message, Refusal};

/// The mistake as a sentence with advice; `None` for those that only its author's words fit.
pub(crate) fn refusal(error: &clap::Error) -> Option<Refusal> {
    let told = |kind| text(error.get(kind)?);
    let argument = told(ContextKind::InvalidArg).map(|argument| option(&argument).to_owned());
    let value = told(ContextKind::InvalidValue);
    let message = match error.kind() {
        ErrorKind::UnknownArgument => match argument? {
            option if option.starts_with('-') => {
                Message::new("run.unknown-argument").with("argument", option)
            }
            other => Message::new("run.surplus-argument").with("argument", other),
        },
        ErrorKind::InvalidSubcommand => Message::new("run.unknown-command")
            .with("command", told(ContextKind::InvalidSubcommand)?),
        ErrorKind::MissingRequiredArgument => {
            Message::new("run.missing-argument").with("arguments", listed(error)?)
        }
        ErrorKind::InvalidValue if value.as_deref() == Some("") => {
            Message::new("run.missing-value").with("argument", argument?)
        }
        ErrorKind::InvalidValue => {
            Message::new("run.bad-value").with("argument", argument?).with("value", value?)
        }
        ErrorKind::ArgumentConflict => {
            let message = |key| Some(Message::new(key).with("argument", argument.clone()?));
            let other = error.get(ContextKind::PriorArg).and_then(text);
            match other.map(|other| option(&other).to_owned()) {
                Some(other) if argument.as_ref() != Some(&other) => {
                    message("run.arguments-conflict")?.with("other", other)
                }
                _ => message("run.argument-twice")?,
            }
        }
        ErrorKind::TooManyValues => {
            Message::new("run.no-value").with("argument", argument?).with("value", value?)
        }
        ErrorKind::InvalidUtf8 => Message::new("run.unreadable-argument"),
        _ => return None,
    };
    Some(advise(error, Refusal::new(message)))
}

fn advise(error: &clap::Error, refusal: Refusal) -> Refusal {
    let suggestions =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let suggested = suggestions.into_iter().find_map(|kind| text(error.get(kind)?));
    let valid = error.get(ContextKind::ValidValue).and_then(list);
    let refusal = match suggested {
        Some(name) => refusal.with_hint(Message::new("hint.nearest").with("name", name)),
        None => refusal,
    };
    match valid {
        Some(values) => refusal.with_hint(Message::new("hint.one-of").with("values", values)),
        None => refusal.with_hint(Message::new("hint.see-help")),
    }
}

/// The arguments that are missing.
fn listed(error: &clap::Error) -> Option<Vec<Argument>> {
    error.get(ContextKind::InvalidArg).and_then(list)
}

fn list(value: &ContextValue) -> Option<Vec<Argument>> {
    match value {
        ContextValue::Strings(texts) if !texts.is_empty() => {
            Some(texts.iter().map(|text| Argument::from(text.as_str())).collect())
        }
        _ => None,
    }
}

/// An option without the name of its value: `--form` of `--form <ID>`.
fn option(argument: &str) -> &str {
    argument.split_once(' ').map_or(argument, |(option, _)| option)
}

fn text(value: &ContextValue) -> Option<String> {
    match value {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(texts) => texts.first().cloned(),
        _ => None,
    }
}
