//! The source code that a report refers to.

mod closures;
mod data_flow;
mod elements;
mod functions;
mod items;
mod mask;
mod mentions;
mod receiver_name;
mod tokens;

pub(crate) use functions::Functions;
pub(crate) use items::{Function, Item};

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};

use crate::op::Place;

/// The path of this file, as the compiler names it.
const THIS_FILE: &str = file!();

/// The folders of std's sources, wherever it was compiled.
const STD: [&str; 3] = ["/library/core/src/", "/library/alloc/src/", "/library/std/src/"];

/// A cache of source files; `None` for a file that cannot be read.
#[derive(Default)]
pub(crate) struct Source {
    lines: Cache<Lines>,
    functions: Cache<Option<Rc<Functions>>>,
}

/// What is known about each file.
type Cache<T> = RefCell<BTreeMap<String, T>>;

type Lines = Option<Rc<[String]>>;

impl Source {
    /// The lines of a file.
    pub(crate) fn lines(&self, file: &str) -> Lines {
        cached(&self.lines, file, read)
    }

    /// A line of a file.
    pub(crate) fn line(&self, file: &str, line: u32) -> Option<String> {
        self.lines(file)?.get((line as usize).checked_sub(1)?).cloned()
    }

    /// The functions of a file.
    pub(crate) fn functions(&self, file: &str) -> Option<Rc<Functions>> {
        cached(&self.functions, file, |file| Some(Rc::new(Functions::new(&self.lines(file)?))))
    }

    /// The function around a place.
    pub(crate) fn function(&self, place: Place) -> Option<Item> {
        self.function_at(place.file(), position(place))
    }

    /// The function around a position in a file.
    pub(crate) fn function_at(&self, file: &str, position: (u32, u32)) -> Option<Item> {
        let functions = self.functions(file)?;
        Some(functions.item(functions.around(position)?))
    }

    /// What a test uses of the code under test, a file, in a line or before it.
    pub(crate) fn mention(&self, (test, line): (&str, u32), code: &str) -> Option<Item> {
        mentions::mention(&*self.functions(test)?, line, &*self.functions(code)?)
    }

    /// The name of the value on which the method at `place` is called.
    pub(crate) fn receiver_name(&self, place: Place) -> Option<String> {
        receiver_name::receiver_name(&self.lines(place.file())?, place.line(), place.column())
    }

    /// `forks[0]`, if the method at `place` is called on an element of a `Vec` or a boxed slice, such as
    /// `self.forks[fork]`, and `index` is the position of the object in its allocation.
    pub(crate) fn element_name(&self, place: Place, index: usize) -> Option<String> {
        let lines = self.lines(place.file())?;
        let field = receiver_name::indexed_field(&lines, place.line(), place.column())?;
        let is_known = self.functions(place.file())?.are_objects(&field);
        is_known.then(|| format!("{field}[{index}]"))
    }

    /// `take(left)`: the only call of `function` in this line of the file.
    pub(crate) fn call(&self, place: Place, line: u32, function: &str) -> Option<String> {
        let code = self.line(place.file(), line)?;
        let (_, after) = code.split_once(&format!("{function}("))?;
        let mut depth = 1;
        let end = after.find(|character| {
            depth += i32::from(character == '(') - i32::from(character == ')');
            depth == 0
        })?;
        let is_only = !after.contains(&format!("{function}("));
        is_only.then(|| format!("{function}({})", &after[..end]))
    }

    /// The name of the value on which the only call of `method` in this line of the file is made.
    pub(crate) fn receiver_of_call(&self, place: Place, line: u32, method: &str) -> Option<String> {
        let lines = self.lines(place.file())?;
        let code = self.line(place.file(), line)?;
        let (before, after) = code.split_once(&format!(".{method}("))?;
        let column = before.chars().count() as u32 + 2;
        let is_only = !after.contains(&format!(".{method}("));
        receiver_name::receiver_name(&lines, line, column).filter(|_| is_only)
    }
}

fn cached<T: Clone>(known: &Cache<T>, file: &str, find: impl FnOnce(&str) -> T) -> T {
    if let Some(found) = known.borrow().get(file) {
        return found.clone();
    }
    let found = find(file);
    known.borrow_mut().insert(file.to_owned(), found.clone());
    found
}

/// The line and the column of a place.
pub(crate) fn position(place: Place) -> (u32, u32) {
    (place.line(), place.column())
}

/// The files that [`provide_source`] was called with.
static PROVIDED: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

/// Provides a source file, under the name that the compiler gives it, to a process that cannot read files.
pub fn provide_source(file: &str, text: &str) {
    let mut provided = PROVIDED.lock().unwrap_or_else(PoisonError::into_inner);
    provided.insert(file.to_owned(), text.to_owned());
}

/// The text of a source file that [`provide_source`] was given.
pub fn provided_source(file: &str) -> Option<String> {
    PROVIDED.lock().unwrap_or_else(PoisonError::into_inner).get(file).cloned()
}

fn read(file: &str) -> Lines {
    let provided = provided_source(file);
    let from_disk =
        || candidates(file).into_iter().find_map(|path| std::fs::read_to_string(path).ok());
    let text = provided.or_else(from_disk)?;
    Some(text.lines().map(str::to_owned).collect())
}

/// The compiler names a file relative to the workspace, but a test runs in its package.
fn candidates(file: &str) -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> = vec![PathBuf::new()];
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    for start in [package, std::env::current_dir().ok()].into_iter().flatten() {
        roots.extend(start.ancestors().map(PathBuf::from));
    }
    roots.into_iter().map(|root| root.join(file)).collect()
}

/// Returns `true` for the code under test and its tests: everything except std, this crate and the
/// crates beside it.
pub(crate) fn is_user_code(file: &str) -> bool {
    let file = file.replace('\\', "/");
    let is_std = STD.iter().any(|folder| file.contains(folder));
    !is_std && sibling_crate(&file).is_none()
}

/// Returns `true` for a test kit: a crate beside this one other than the engine.
pub(crate) fn is_test_kit(file: &str) -> bool {
    let file = file.replace('\\', "/");
    sibling_crate(&file).is_some_and(|name| !["interleave", "report"].contains(&name))
}

/// Returns `true` for a test, and not for the code under test, which a test includes from another folder.
pub(crate) fn is_test(file: &str) -> bool {
    normalized(file).starts_with("tests/")
}

/// `exercises/cat.rs` for `tests/../exercises/cat.rs`
pub(crate) fn normalized(file: &str) -> String {
    let file = file.replace('\\', "/");
    let mut path: Vec<&str> = Vec::new();
    for part in file.split('/') {
        match part {
            ".." if !path.is_empty() => _ = path.pop(),
            part => path.push(part),
        }
    }
    path.join("/")
}

/// The folder of this crate, or of a crate beside it, if `file` is one of its sources.
fn sibling_crate(file: &str) -> Option<&str> {
    let this = THIS_FILE.replace('\\', "/");
    let mut rest = file.strip_prefix(this.strip_suffix("report/src/source/mod.rs")?)?.split('/');
    let name = rest.next()?;
    (rest.next() == Some("src")).then_some(name)
}

/// `cat.rs:41`, without folders, except for a test, which can have the same file name as the code under
/// test: `tests/cat.rs:98`.
pub(crate) fn file_line(file: &str, line: u32) -> String {
    let mut parts = file.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or(file);
    let folder = if parts.next() == Some("tests") { "tests/" } else { "" };
    format!("{folder}{name}:{line}")
}

/// `cat.rs:41`, if `place` is in user code.
pub(crate) fn user_line(place: Place) -> Option<String> {
    is_user_code(place.file()).then(|| file_line(place.file(), place.line()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_left_out_on_every_platform() {
        assert_eq!(file_line("tests/../exercises/cat.rs", 41), "cat.rs:41");
        assert_eq!(file_line("tests\\..\\exercises\\cat.rs", 41), "cat.rs:41");
    }

    #[test]
    fn a_test_is_distinguished_from_the_file_under_test() {
        assert_eq!(file_line("tests/cat.rs", 98), "tests/cat.rs:98");
        assert_eq!(file_line("tests\\cat.rs", 98), "tests/cat.rs:98");
        assert_eq!(file_line("tests/cat/http.rs", 12), "http.rs:12");
    }

    #[test]
    fn code_under_test_is_no_test() {
        assert!(is_test("tests/cat.rs"));
        assert!(is_test("tests\\cat\\http.rs"));
        assert!(is_test("tests/alone/cat/2/cat/list.rs"));
        assert!(!is_test("tests/alone/cat/2/../../../../alone/cat/2/cat.rs"));
        assert!(!is_test("tests/../exercises/cat.rs"));
        assert!(!is_test("crates/interleave/tests/reports.rs"));
    }

    #[test]
    fn this_crate_and_std_are_not_user_code() {
        assert!(!is_user_code(file!()));
        assert!(!is_user_code("/rustc/59807616e1fa/library/core/src/iter/traits/iterator.rs"));
        assert!(!is_user_code(
            "/rustc/59807616e1fa\\library\\core\\src\\iter\\traits\\iterator.rs"
        ));
        assert!(!is_user_code("/usr/src/rustc-1.97.1/library/core/src/iter/traits/iterator.rs"));
        assert!(!is_user_code("crates/judge/src/outcomes.rs"));
        assert!(!is_user_code("crates\\judge\\src\\outcomes.rs"));
        assert!(is_user_code("crates/interleave/tests/reports.rs"));
        assert!(is_user_code("exercises/cat.rs"));
    }

    #[test]
    fn a_test_kit_is_recognized() {
        assert!(is_test_kit("crates/judge/src/outcomes.rs"));
        assert!(is_test_kit("crates\\judge\\src\\outcomes.rs"));
        assert!(!is_test_kit(file!()));
        assert!(!is_test_kit("crates/interleave/src/explore.rs"));
        assert!(!is_test_kit("crates/judge/tests/judging/outcomes.rs"));
        assert!(!is_test_kit("exercises/cat.rs"));
    }

    #[test]
    fn a_file_is_found_from_the_folder_of_its_package() {
        let place = std::panic::Location::caller();
        let lines = Source::default().lines(place.file()).expect("this file can be read");
        assert!(lines[place.line() as usize - 1].contains("Location::caller()"));
    }
}
