//! The tests of an exercise, in the order in which a person reads them.
use std::fmt::Write;

use crate::workspace::Workspace;

/// A test as libtest lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// With its modules: what `--exact` needs.
    pub path: String,
    /// The function alone: what verdicts, declarations and people call it.
    pub name: String,
}

/// What libtest lists (`--list --format terse`), sorted by the place in `source`.
pub fn of(listed: &str, source: &str) -> Vec<Listed> {
    let paths = listed.lines().filter_map(|line| line.strip_suffix(": test"));
    let mut tests: Vec<Listed> = paths
        .map(|path| Listed {
            path: path.to_owned(),
            name: path.rsplit("::").next().unwrap_or(path).to_owned(),
        })
        .collect();
    tests.sort_by_key(|test| place(source, &test.name).unwrap_or(usize::MAX));
    tests
}

/// Two tests of one name would overwrite each other's verdict.
pub fn clash(tests: &[Listed]) -> Option<&str> {
    let is_twice =
        |test: &&Listed| tests.iter().filter(|other| other.name == test.name).count() > 1;
    tests.iter().find(is_twice).map(|test| test.name.as_str())
}

/// The sentence that stands in the source of a test, for one that died before it could say it.
pub fn sentence(source: &str, test: &str) -> Option<String> {
    let rest = source[place(source, test)?..].split_once("judge::test!(\"")?.1;
    Some(rest.split_once('"')?.0.to_owned())
}

/// The test functions, as the source has them.
pub fn functions(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_test = false;
    for line in source.lines().map(str::trim) {
        if line == "#[test]" {
            is_test = true;
        } else if let Some(function) = line.strip_prefix("fn ").filter(|_| is_test) {
            names.extend(function.split_once('(').map(|(name, _)| name.to_owned()));
            is_test = false;
        }
    }
    names
}

fn place(source: &str, test: &str) -> Option<usize> {
    source.find(&format!("fn {test}("))
}

/// `tests/NAME.rs` with its modules in their places.
pub fn source(workspace: &Workspace, name: &str) -> String {
    let main = workspace.read(&format!("tests/{name}.rs")).unwrap_or_default();
    with_modules(&main, name, |file| workspace.read(&format!("tests/{file}")).ok())
}

fn with_modules(main: &str, name: &str, read: impl Fn(&str) -> Option<String>) -> String {
    let mut text = String::new();
    let mut path: Option<String> = None;
    for line in main.lines() {
        let module = line.trim().strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';'));
        if let Some(module) = module {
            let file = path.take().unwrap_or_else(|| format!("{name}/{module}.rs"));
            // The exercise itself is a module too, and none of ours.
            if file.starts_with(&format!("{name}/")) {
                text += &read(&file).unwrap_or_default();
            }
        }
        path = line
            .trim()
            .strip_prefix("#[path = \"")
            .and_then(|rest| rest.strip_suffix("\"]"))
            .map(str::to_owned);
        let _ = writeln!(text, "{line}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIN: &str =
        "mod cat;\n#[path = \"cat/http.rs\"]\nmod over_http;\nmod list;\n#[test]\nfn b() {}\n";

    fn source() -> String {
        with_modules(MAIN, "cat", |file| match file {
            "cat/http.rs" => Some("fn z() { judge::test!(\"zed\") }\n".into()),
            "cat/list.rs" => Some("fn y() {}\n".into()),
            _ => None,
        })
    }

    #[test]
    fn tests_stand_as_in_the_source() {
        let names: Vec<_> =
            of("b: test\nlist::y: test\nover_http::z: test\na: benchmark\n", &source());
        let names: Vec<_> = names.iter().map(|test| test.name.as_str()).collect();
        assert_eq!(names, ["z", "y", "b"]);
    }

    #[test]
    fn a_sentence_is_found_in_a_module() {
        assert_eq!(sentence(&source(), "z"), Some("zed".into()));
        assert_eq!(sentence(&source(), "b"), None);
    }

    #[test]
    fn functions_are_found_behind_their_attributes() {
        let source = "#[test]\n#[serial]\nfn a() {}\nfn helper() {}\n#[test]\nfn b() {}\n";
        assert_eq!(functions(source), ["a", "b"]);
    }

    #[test]
    fn two_tests_of_one_name_clash() {
        assert_eq!(clash(&of("a::x: test\ny: test\n", "")), None);
        assert_eq!(clash(&of("a::x: test\nx: test\n", "")), Some("x"));
    }
}
