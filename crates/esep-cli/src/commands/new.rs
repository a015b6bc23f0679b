//! `esep new`: a book to start from.

use esep::{Language, Message, Refusal, Wording};

use crate::args::New;
use crate::exit::Exit;
use crate::failure::{self, Stop, shown};
use crate::io::{Io, Kind, Obstacle, Walked};

/// Writes the files of a first book into a new folder.
pub(super) fn run(args: &New, language: Language, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let folder = &args.folder;
    let about = |key| Message::new(key).with("path", shown(folder));
    let refused = |key| Refusal::new(about(key)).with_hint(Message::new("hint.new-folder"));
    let unreadable = |obstacle| failure::unreadable(folder, obstacle);
    match io.files.kind(folder) {
        Ok(Kind::File) => return Err(refused("run.folder-expected").into()),
        Ok(Kind::Folder) => {
            if io.files.walk(folder).map_err(unreadable)? != Walked::default() {
                return Err(refused("run.folder-not-empty").into());
            }
        }
        Err(Obstacle::Missing) => {}
        Err(obstacle) => return Err(unreadable(obstacle).into()),
    }
    let book = book(language);
    for (path, text) in book {
        let path = folder.join(path);
        io.files
            .write_new(&path, text.as_bytes())
            .map_err(|obstacle| failure::unwritable(&path, obstacle))?;
    }
    let wording = Wording::in_language(language);
    let done = wording.sentence(&about("new.done").with("files", book.len()));
    let readme = shown(&folder.join("README.md"));
    let next = wording.sentence(&about("new.next").with("readme", readme));
    writeln!(io.stdout, "{done}\n{next}")?;
    Ok(Exit::Clean)
}

type Book = [(&'static str, &'static str); 5];

/// The files of the first book: path and text.
fn book(language: Language) -> &'static Book {
    macro_rules! book {
        ($language:literal) => {
            &book!($language: "README.md", "book.toml", "structure.csv",
                "reports/2025-H1/district.toml", "reports/2025-H1/membership.csv")
        };
        ($language:literal: $($path:literal),*) => {
            [$(($path, include_str!(concat!("../../new/", $language, "/", $path)))),*]
        };
    }
    match language {
        Language::Kk => book!("kk"),
        Language::Ru => book!("ru"),
        Language::En => book!("en"),
    }
}
