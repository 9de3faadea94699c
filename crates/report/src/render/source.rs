//! The source that a report quotes from: found, read and kept while one report is written.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use crate::op::Place;

/// Where this crate's own files lie, as the compiler calls them: nobody wants to be sent there.
const OWN: &str = file!();

/// Where std's files lie, whoever has compiled it, and wherever.
const STD: [&str; 3] = ["/library/core/src/", "/library/alloc/src/", "/library/std/src/"];

/// The files that were asked for so far; `None` for those that cannot be read.
#[derive(Default)]
pub(crate) struct Source(RefCell<Vec<(&'static str, Lines)>>);

type Lines = Option<Rc<[String]>>;

impl Source {
    /// The lines of the file in which `place` is.
    pub(crate) fn lines(&self, place: Place) -> Lines {
        let mut files = self.0.borrow_mut();
        if let Some((_, lines)) = files.iter().find(|(file, _)| *file == place.file()) {
            return lines.clone();
        }
        let lines = read(place.file());
        files.push((place.file(), lines.clone()));
        lines
    }
}

fn read(file: &str) -> Lines {
    let text = candidates(file).into_iter().find_map(|path| std::fs::read_to_string(path).ok())?;
    Some(text.lines().map(str::to_owned).collect())
}

/// The compiler names a file from the root of the workspace, and a test runs in its package.
fn candidates(file: &str) -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> = vec![PathBuf::new()];
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    for start in [package, std::env::current_dir().ok()].into_iter().flatten() {
        roots.extend(start.ancestors().map(PathBuf::from));
    }
    roots.into_iter().map(|root| root.join(file)).collect()
}

/// Whether the place is in code that students wrote or read: neither in this crate, nor in one that
/// lies beside it, nor in std.
pub(crate) fn is_theirs(file: &str) -> bool {
    let file = file.replace('\\', "/");
    let is_std = STD.iter().any(|folder| file.contains(folder));
    !is_std && crate_beside(&file).is_none()
}

/// Whether the place is in a crate that lies beside this one and the engine: what judges code, and is
/// no part of it.
pub(crate) fn is_judge(file: &str) -> bool {
    let file = file.replace('\\', "/");
    crate_beside(&file).is_some_and(|name| !["interleave", "report"].contains(&name))
}

/// The name of this crate, or of one beside it, if the file is among its sources.
fn crate_beside(file: &str) -> Option<&str> {
    let own = OWN.replace('\\', "/");
    let mut rest = file.strip_prefix(own.strip_suffix("report/src/telling/source.rs")?)?.split('/');
    let name = rest.next()?;
    (rest.next() == Some("src")).then_some(name)
}

/// `cat.rs:41`: the file without its folders; but a test, which may be called like the file that it
/// judges, is `tests/cat.rs:98`.
pub(crate) fn spot(file: &str, line: u32) -> String {
    let mut parts = file.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or(file);
    let folder = if parts.next() == Some("tests") { "tests/" } else { "" };
    format!("{folder}{name}:{line}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_all_systems_are_left_out() {
        assert_eq!(spot("tests/../exercises/cat.rs", 41), "cat.rs:41");
        assert_eq!(spot("tests\\..\\exercises\\cat.rs", 41), "cat.rs:41");
    }

    #[test]
    fn a_test_is_told_from_the_file_that_it_judges() {
        assert_eq!(spot("tests/cat.rs", 98), "tests/cat.rs:98");
        assert_eq!(spot("tests\\cat.rs", 98), "tests/cat.rs:98");
        assert_eq!(spot("tests/cat/http.rs", 12), "http.rs:12");
    }

    #[test]
    fn this_crate_and_std_are_not_theirs() {
        assert!(!is_theirs(file!()));
        assert!(!is_theirs("/rustc/59807616e1fa/library/core/src/iter/traits/iterator.rs"));
        assert!(!is_theirs("/rustc/59807616e1fa\\library\\core\\src\\iter\\traits\\iterator.rs"));
        assert!(!is_theirs("/usr/src/rustc-1.97.1/library/core/src/iter/traits/iterator.rs"));
        assert!(!is_theirs("crates/judge/src/outcomes.rs"));
        assert!(!is_theirs("crates\\judge\\src\\outcomes.rs"));
        assert!(is_theirs("crates/interleave/tests/reports.rs"));
        assert!(is_theirs("exercises/cat.rs"));
    }

    #[test]
    fn who_judges_is_known() {
        assert!(is_judge("crates/judge/src/outcomes.rs"));
        assert!(is_judge("crates\\judge\\src\\outcomes.rs"));
        assert!(!is_judge(file!()));
        assert!(!is_judge("crates/interleave/src/explore.rs"));
        assert!(!is_judge("crates/judge/tests/judging/outcomes.rs"));
        assert!(!is_judge("exercises/cat.rs"));
    }

    #[test]
    fn a_file_is_found_from_the_folder_of_its_package() {
        let place = std::panic::Location::caller();
        let lines = Source::default().lines(place).expect("this file can be read");
        assert!(lines[place.line() as usize - 1].contains("Location::caller()"));
    }
}
