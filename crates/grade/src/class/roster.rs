//! The students of a class, and where the submission of each is.
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use course::{Error, OrCannot, files};

use super::layout::Layout;
use crate::digest::digest;
use crate::text::escape_name;

/// The longest name of a student's files, in bytes, without what makes it distinct.
const MAX_NAME: usize = 150;

/// A student with a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Student {
    /// The name in results and pages.
    pub(crate) name: String,
    /// A folder, an archive or a file; several files if the platform puts those of all students into one
    /// folder, each with its original name.
    pub(crate) sources: Vec<(PathBuf, Option<String>)>,
}

/// The students of a class, sorted by name.
#[derive(Debug)]
pub(crate) struct Roster {
    pub(crate) layout: &'static str,
    pub(crate) students: Vec<Student>,
}

impl Roster {
    /// Reads a folder with a submission for each student, or a list of them.
    ///
    /// # Errors
    /// If there is no submission, two students have the same name, or a file cannot be read.
    pub(crate) fn read(source: &Path) -> Result<Self, Error> {
        let roster = if source.is_dir() {
            Self::of_folder(source)?
        } else if crate::archive::has_archive_name(&source.to_string_lossy()) {
            return Err(Error::new(format!("{} is an archive", source.display()))
                .help("unpack it first; the folder of a class has a submission for each student"));
        } else {
            Self::of_list(source)?
        };
        if roster.students.is_empty() {
            return Err(Error::new(format!("{} contains no submission", source.display()))
                .help("the folder of a class has a folder, archive or file for each student"));
        }
        roster.check_names()?;
        Ok(roster)
    }

    fn of_folder(folder: &Path) -> Result<Self, Error> {
        let mut entries = list(&inner_export(folder)?)?;
        entries.retain(|(path, name)| is_submission(path, name));
        let layout = Layout::of(entries.iter().map(|(_, name)| name.as_str()));
        let mut students: BTreeMap<String, Student> = BTreeMap::new();
        for (path, entry) in &entries {
            let Some((name, file)) = layout.parse(entry) else { continue };
            // Folders such as `ada/` and files such as `ada.zip` of one student belong together only if the
            // platform says so; otherwise two entries with one name are an error.
            let key = if file.is_some() { name.clone() } else { format!("{name}/{entry}") };
            let student = students
                .entry(key)
                .or_insert_with(|| Student { name: escape_name(&name), sources: Vec::new() });
            student.sources.push((path.clone(), file));
        }
        let mut students: Vec<Student> = students.into_values().collect();
        students.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self { layout: layout.name(), students })
    }

    /// Lines with a path, or a name, a comma or tab, and a path. Paths start in the folder of the list.
    fn of_list(list: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(list).or_cannot("read", list.display())?;
        let folder = list.parent().unwrap_or(Path::new(""));
        let mut students = Vec::new();
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let (name, path) = match line.split_once(['\t', ',']) {
                Some((name, path)) => (name.trim().to_owned(), path.trim()),
                None => {
                    let file = Path::new(line).file_name().unwrap_or_default().to_string_lossy();
                    (Layout::Plain.parse(&file).unwrap_or_default().0, line)
                }
            };
            // A link in a list is the instructor's.
            let path = folder.join(path);
            let path = path.canonicalize().map_err(|_| {
                Error::new(format!("{} does not exist", path.display()))
                    .help(format!("it is in the list {}", list.display()))
            })?;
            students.push(Student { name: escape_name(&name), sources: vec![(path, None)] });
        }
        students.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self { layout: "a list", students })
    }

    fn check_names(&self) -> Result<(), Error> {
        let mut known: BTreeMap<String, &str> = BTreeMap::new();
        for student in &self.students {
            // Some file systems do not distinguish upper and lower case.
            let key = file_name(&student.name).to_lowercase();
            if let Some(other) = known.insert(key, &student.name) {
                let one = &student.name;
                return Err(Error::new(format!("two submissions belong to `{one}` or `{other}`"))
                    .help("rename one, or write a list with a name and a path in each line"));
            }
        }
        Ok(())
    }
}

/// The name of a student's files: the name itself, if every system allows it as a file name and keeps it distinct.
/// Some systems take different characters for the same one, such as `é` and an `e` with an accent.
pub(crate) fn file_name(student: &str) -> String {
    let mut safe = String::new();
    for c in student.chars() {
        if safe.len() > MAX_NAME {
            break;
        }
        safe.push(if c.is_alphanumeric() || " ._-+@,()'".contains(c) { c } else { '_' });
    }
    let is_plain = safe == student
        && safe.is_ascii()
        && !safe.starts_with(['.', ' ', '-'])
        && !safe.ends_with(['.', ' ']);
    if is_plain && !safe.is_empty() {
        return safe;
    }
    format!("{}_{}", safe.trim_matches(['.', ' ', '-']), &digest([student])[..8])
}

/// Whether an entry is not one of the files of exports that are no submissions.
fn is_submission(path: &Path, name: &str) -> bool {
    let lower = name.to_lowercase();
    path.is_dir()
        || lower.ends_with(".rs")
        || crate::archive::has_archive_name(&lower)
        // Another kind of file that a student uploaded is refused with a message.
        || Layout::Moodle.parse(name).is_some()
        || Layout::Canvas.parse(name).is_some()
}

/// An export of Gradescope is a folder in the unpacked folder.
fn inner_export(folder: &Path) -> Result<PathBuf, Error> {
    match list(folder)?.as_slice() {
        [(only, _)] if only.is_dir() && only.join("submission_metadata.yml").is_file() => {
            Ok(only.clone())
        }
        _ => Ok(folder.to_owned()),
    }
}

/// The entries of a folder that are not hidden, with their names.
fn list(folder: &Path) -> Result<Vec<(PathBuf, String)>, Error> {
    let named = |path: PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        (path, name)
    };
    let entries = files::list(folder).or_cannot("list", folder.display())?.into_iter().map(named);
    let is_hidden = |name: &str| name.starts_with('.') || name.to_lowercase() == "__macosx";
    Ok(entries.filter(|(_, name)| !is_hidden(name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(entries: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for entry in entries {
            let path = folder.path().join(entry);
            match entry.ends_with('/') {
                true => fs::create_dir_all(path).unwrap(),
                false => {
                    fs::create_dir_all(path.parent().unwrap()).unwrap();
                    fs::write(path, "x").unwrap();
                }
            }
        }
        folder
    }

    fn names(entries: &[&str]) -> Vec<String> {
        let roster = Roster::read(folder(entries).path()).unwrap();
        roster.students.iter().map(|it| format!("{} {}", it.name, it.sources.len())).collect()
    }

    #[test]
    fn every_layout_has_a_student_for_each_submission() {
        let plain = ["bo/", "ada.zip", "cy.rs", ".git/", "__MACOSX/", "grades.csv"];
        assert_eq!(names(&plain), ["ada 1", "bo 1", "cy 1"]);
        let canvas = ["ada_1_10_loon.rs", "ada_1_11_cat-1.rs", "bo_LATE_2_12_w.pdf"];
        assert_eq!(names(&canvas), ["ada_1 2", "bo_2 1"]);
        let moodle = ["Bo_2_assignsubmission_file/", "Ada_1_assignsubmission_file_w.zip"];
        assert_eq!(names(&moodle), ["Ada_1 1", "Bo_2 1"]);
        let gradescope =
            ["export/submission_metadata.yml", "export/submission_3/", "export/submission_20/"];
        assert_eq!(names(&gradescope), ["submission_20 1", "submission_3 1"]);
    }

    #[test]
    fn a_list_has_names_and_paths() {
        let folder = folder(&["a.zip", "sub/b/"]);
        let list = folder.path().join("class.txt");
        fs::write(&list, "# comment\nAda Lovelace, a.zip\n\nsub/b\n").unwrap();
        let names: Vec<String> =
            Roster::read(&list).unwrap().students.into_iter().map(|it| it.name).collect();
        assert_eq!(names, ["Ada Lovelace", "b"]);
        fs::write(&list, "Ada, nowhere.zip\n").unwrap();
        assert!(Roster::read(&list).unwrap_err().message.ends_with("nowhere.zip does not exist"));
    }

    #[test]
    fn two_students_with_one_name_are_an_error() {
        for entries in [&["ada/", "ada.zip"], &["Ada/", "ada.zip"]] {
            let error = Roster::read(folder(entries).path()).unwrap_err();
            assert!(error.message.starts_with("two submissions belong to"), "{error}");
        }
        assert!(Roster::read(folder(&["notes.txt"]).path()).is_err());
    }

    #[test]
    fn file_names_are_safe_and_distinct() {
        for plain in ["ada", "Zoe de la Cruz_12", "o'neill, bo", "a.b@c.de"] {
            assert_eq!(file_name(plain), plain);
        }
        let odd = ["", ".", "..", "../x", "a/b", "a\\b", "a:b", "-x", "x.", "\u{202e}", "a_b/"];
        let files: std::collections::BTreeSet<String> = odd.map(file_name).into_iter().collect();
        assert_eq!(files.len(), odd.len());
        assert!(
            files.iter().all(|file| !file.contains(['/', '\\', ':']) && !file.starts_with('.'))
        );
        assert_eq!(file_name("Zoë"), format!("Zoë_{}", &digest(["Zoë"])[..8]));
        assert!(file_name(&"漢".repeat(1000)).len() < 180);
    }
}
