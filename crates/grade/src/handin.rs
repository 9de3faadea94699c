//! `cargo course handin`: what will be graded, and an archive of it.
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::ExitCode;

use course::runner::state_of_text;
use course::screen::{ERROR, SUCCESS};
use course::{Arguments, Context, Error, OrCannot, Source, State, Status, StatusCache};
use protocol::counted;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::archive;
use crate::submission::Submission;
use crate::submitted_file::SubmittedFile;

/// The archive, unless `--output` names another.
const ARCHIVE: &str = "handin.zip";

/// What will be graded of an exercise, and the text if it is worth submitting.
struct Item {
    name: String,
    is_fine: bool,
    says: String,
    text: Option<String>,
}

/// `cargo course handin [NAME…]`. Exit code 1 if a file will be refused.
///
/// # Errors
/// If there is nothing to hand in, or the archive cannot be written.
pub(crate) fn handin(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let exercises = context.catalog.select(&arguments.values)?;
    let cache = StatusCache::new(&context.workspace);
    let items: Vec<Item> = exercises.iter().map(|it| item(context, &cache, &it.name)).collect();
    let width = items.iter().map(|item| item.name.len()).max().unwrap_or(0);
    for item in &items {
        let style = if item.is_fine { SUCCESS } else { ERROR };
        let mark = if item.is_fine { "ok" } else { "--" };
        anstream::println!("{style}{mark}{style:#}  {:width$}  {}", item.name, item.says);
    }
    let texts: BTreeMap<&str, &str> =
        items.iter().filter_map(|item| Some((item.name.as_str(), item.text.as_deref()?))).collect();
    if texts.is_empty() {
        return Err(Error::new(
            "there is nothing to hand in: every exercise is unchanged or missing",
        )
        .help(format!("{} shows where to start", context.commands.quoted("test", ""))));
    }
    let path = Path::new(arguments.option("output").unwrap_or(ARCHIVE.as_ref()));
    write(path, &texts)?;
    let fine = items.iter().filter(|item| item.is_fine).count();
    let files = counted(texts.len() as u64, "file");
    anstream::println!("\nwrote {} with {files}", path.display());
    anstream::println!("{fine} of {} exercises are ready to be graded", items.len());
    // A changed file that is refused needs the student's attention; a missing one may be on purpose.
    let is_refused = items.iter().any(|item| !item.is_fine && item.text.is_some());
    Ok(ExitCode::from(u8::from(is_refused)))
}

fn item(context: &Context, cache: &StatusCache<'_>, name: &str) -> Item {
    let item = |is_fine, says: &str, text| Item {
        name: name.to_owned(),
        is_fine,
        says: says.into(),
        text,
    };
    let path = context.workspace.exercise(Source::Exercise, name);
    let Ok(data) = fs::symlink_metadata(&path) else {
        let file = Source::Exercise.shown(name);
        return item(false, &format!("missing: {file} does not exist"), None);
    };
    // As the grader reads it.
    let open = || fs::File::open(&path);
    let text = match SubmittedFile::read_entry(data.is_symlink(), data.is_file(), open) {
        SubmittedFile::Text(text) => text,
        SubmittedFile::Refused(reason) => return item(false, &reason, None),
        SubmittedFile::Failed(reason) => return item(false, &reason, None),
        SubmittedFile::Missing => return item(false, "missing", None),
    };
    match (state_of_text(&text), cache.of(name)) {
        (Some(State::Refused(findings)), _) => {
            let says = findings.first().map_or_else(String::new, |found| {
                let (line, what) = (found.line, &found.what);
                format!("refused: line {line}: {what}: {}; {}", found.reason, found.instead)
            });
            item(false, &says, Some(text))
        }
        (Some(_), _) => item(false, "the file is empty", None),
        (None, Status::NotStarted) => item(false, "still the starter", None),
        (None, Status::Solved) => item(true, "solved", Some(text)),
        (None, Status::Failed(verdict)) => {
            item(true, &format!("not solved: {verdict}"), Some(text))
        }
        (None, Status::Missing | Status::Changed | Status::NotTested) => {
            item(true, "not tested since it was changed", Some(text))
        }
    }
}

/// Writes the archive, and reads it as the grader does.
fn write(path: &Path, texts: &BTreeMap<&str, &str>) -> Result<(), Error> {
    let archive = zip(texts).map_err(|error| Error::new(format!("cannot make a zip: {error}")))?;
    fs::write(path, archive).or_cannot("write", path.display())?;
    let names: Vec<&str> = texts.keys().copied().collect();
    let submission = Submission::from(archive::read(path, &names)?);
    let is_same = |(name, text): (&&str, &&str)| matches!(submission.get(name), SubmittedFile::Text(read) if read == text);
    match texts.iter().all(is_same) {
        true => Ok(()),
        false => Err(Error::new(format!("{} does not contain what was written", path.display()))),
    }
}

/// The same files give the same bytes: without times.
fn zip(texts: &BTreeMap<&str, &str>) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in texts {
        writer.start_file(format!("exercises/{name}.rs"), options)?;
        writer.write_all(text.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_contains_what_is_graded_and_is_the_same_every_time() {
        let folder = tempfile::tempdir().unwrap();
        let texts = BTreeMap::from([("cat", "fn main() {}\n"), ("loon", "// é\r\n")]);
        let path = folder.path().join("handin.zip");
        write(&path, &texts).unwrap();
        let first = fs::read(&path).unwrap();
        write(&path, &texts).unwrap();
        assert_eq!(fs::read(&path).unwrap(), first);
    }
}
