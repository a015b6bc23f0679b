//! A console in memory: the program, `cat` and `ls`, on files that exist nowhere else.

use std::ffi::OsString;
use std::path::Path;

use esep::Language;
use esep_cli::{Environment, Files, Io, Kind, MemoryFiles, Terminal};

use crate::runs::Run;

/// The files that a case has so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Session {
    files: MemoryFiles,
}

/// What a command printed and how it ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Printed {
    /// Standard output, then standard error.
    pub(crate) text: String,
    /// The exit status.
    pub(crate) status: u8,
    /// All of it, where it was the program `esep`.
    pub(crate) run: Option<Run>,
}

impl Session {
    /// Puts a file where the commands find it, in place of any that is there.
    pub(crate) fn put(&mut self, path: &str, bytes: &[u8]) {
        let path = Path::new(path.strip_prefix("./").unwrap_or(path));
        let others = self.files.iter().filter(|(name, _)| *name != path);
        let others = others.map(|(name, bytes)| (name.to_owned(), bytes.to_owned()));
        self.files = others.chain([(path.to_owned(), bytes.to_owned())]).collect();
    }

    /// Runs a command line: `NAME=value` before it, `< FILE` and `> FILE` after it as in a shell.
    pub(crate) fn run(&mut self, line: &str) -> Printed {
        match self.try_run(line) {
            Ok(printed) => printed,
            Err(message) => Printed { text: format!("{message}\n"), status: 127, run: None },
        }
    }

    fn try_run(&mut self, line: &str) -> Result<Printed, String> {
        let mut words = words(line)?;
        let output = redirection(&mut words, ">")?;
        let input = redirection(&mut words, "<")?;
        let mut environment = Environment::default();
        while let Some((name, value)) = words.first().and_then(|word| assignment(word)) {
            match name {
                "LANG" => environment.language = Language::parse(value),
                _ => return Err(format!("{name} means nothing here")),
            }
            words.remove(0);
        }
        let stdin = input.map_or(Ok(Vec::new()), |path| self.read(&path))?;
        let arguments: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        let is_esep = words.first().is_some_and(|word| word == "esep");
        let (files, language) = (self.files.clone(), environment.language);
        let (stdout, stderr, status) = match words.first().map(String::as_str) {
            Some("esep") => self.esep(&words, environment, &stdin),
            Some("cat") => (self.cat(&arguments)?, Vec::new(), 0),
            Some("ls") => (self.ls(&arguments)?, Vec::new(), 0),
            Some(program) => return Err(format!("{program}: no such command here")),
            None => return Err("a command is missing".to_owned()),
        };
        let is_new = |(path, _): &(&Path, &[u8])| files.iter().all(|(before, _)| before != *path);
        let written = self.files.iter().filter(is_new);
        let written = written.map(|(path, bytes)| (path.to_owned(), bytes.to_owned())).collect();
        let run = is_esep.then(|| Run {
            words,
            language,
            stdin,
            files,
            written,
            stdout: stdout.clone(),
            stderr: stderr.clone(),
            status,
        });
        let shown = match output {
            Some(path) => {
                self.put(&path, &stdout);
                stderr
            }
            None => [stdout, stderr].concat(),
        };
        let text = String::from_utf8(shown).map_err(|_| "the output is not UTF-8".to_owned())?;
        Ok(Printed { text, status, run })
    }

    fn esep(
        &mut self,
        words: &[String],
        environment: Environment,
        mut stdin: &[u8],
    ) -> (Vec<u8>, Vec<u8>, u8) {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut io = Io {
            progress: None,
            stdin: &mut stdin,
            stdout: &mut stdout,
            stderr: &mut stderr,
            files: &mut self.files,
            terminal: Terminal::NONE,
            environment,
        };
        let exit = esep_cli::run(words.iter().map(OsString::from), &mut io);
        (stdout, stderr, exit.status())
    }

    fn cat(&self, paths: &[&str]) -> Result<Vec<u8>, String> {
        let mut shown = Vec::new();
        for path in paths {
            shown.extend(self.read(path)?);
        }
        Ok(shown)
    }

    /// The files below a folder, or below all, one a line.
    fn ls(&self, folders: &[&str]) -> Result<Vec<u8>, String> {
        let folder = Path::new(folders.first().copied().unwrap_or("."));
        if self.files.kind(folder) != Ok(Kind::Folder) {
            return Err(format!("ls: {}: no such folder", folder.display()));
        }
        let files = self.files.walk(folder).map_err(|error| format!("{error:?}"))?.files;
        let mut listed = String::new();
        for file in files {
            listed.extend([&file.display().to_string(), "\n"]);
        }
        Ok(listed.into())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.files.read(Path::new(path)).map_err(|_| format!("{path}: no such file"))
    }
}

fn assignment(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_').then_some((name, value))
}

fn redirection(words: &mut Vec<String>, sign: &str) -> Result<Option<String>, String> {
    let Some(index) = words.iter().position(|word| word == sign) else { return Ok(None) };
    words.remove(index);
    if index < words.len() {
        return Ok(Some(words.remove(index)));
    }
    Err(format!("a file is missing after {sign}"))
}

/// The words of a command line; single and double quotes hold a word together.
fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for character in line.chars() {
        match quote {
            Some(end) if character == end => quote = None,
            None if character == '\'' || character == '"' => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            None if character == ' ' => words.extend(word.take()),
            _ => word.get_or_insert_default().push(character),
        }
    }
    words.extend(word);
    if quote.is_some() { Err(format!("a quote is not closed: {line}")) } else { Ok(words) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_hold_words_together() {
        assert_eq!(words("a 'b c'  \"d\"e ''").unwrap(), ["a", "b c", "de", ""]);
        assert!(words("a 'b").is_err());
    }

    #[test]
    fn files_are_put_listed_and_shown() {
        let mut session = Session::default();
        session.put("a/b.txt", b"old\n");
        session.put("./a/b.txt", b"new\n");
        session.put("c.txt", b"!\n");
        assert_eq!(session.run("ls a").text, "b.txt\n");
        assert_eq!(session.run("cat a/b.txt c.txt").text, "new\n!\n");
        assert_eq!(session.run("cat a/b.txt > d.txt").text, "");
        assert_eq!(session.run("ls").text, "a/b.txt\nc.txt\nd.txt\n");
        assert_eq!(session.run("cat d").status, 127);
    }
}
