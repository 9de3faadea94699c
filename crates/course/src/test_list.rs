//! The tests of an exercise, in the order of the source.
use std::fmt::Write;

use crate::workspace::Workspace;

/// A test as libtest lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestId {
    /// The path with modules, which `--exact` needs.
    pub path: String,
    /// The name of the function.
    pub name: String,
}

/// Parses the output of `--list --format terse`, and sorts by position in `source`.
pub fn parse(listed: &str, source: &str) -> Vec<TestId> {
    let paths = listed.lines().filter_map(|line| line.strip_suffix(": test"));
    let mut tests: Vec<TestId> = paths
        .map(|path| TestId {
            path: path.to_owned(),
            name: path.rsplit("::").next().unwrap_or(path).to_owned(),
        })
        .collect();
    tests.sort_by_key(|test| position(source, &test.name).unwrap_or(usize::MAX));
    tests
}

/// A name that two tests share: one would overwrite the record of the other.
pub fn duplicate(tests: &[TestId]) -> Option<&str> {
    let is_repeated =
        |test: &&TestId| tests.iter().filter(|other| other.name == test.name).count() > 1;
    tests.iter().find(is_repeated).map(|test| test.name.as_str())
}

/// The sentence in the source of a test, for a process that died before it wrote a record.
pub fn sentence(source: &str, test: &str) -> Option<String> {
    let rest = source[position(source, test)?..].split_once("judge::test!(")?.1;
    Some(rest.trim_start().strip_prefix('"')?.split_once('"')?.0.to_owned())
}

/// The names of the test functions in the source.
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

fn position(source: &str, test: &str) -> Option<usize> {
    source.find(&format!("fn {test}("))
}

/// The text of `tests/NAME.rs`, with its modules inserted.
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
            // The exercise itself is a module too.
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
            "cat/list.rs" => Some("fn y() {\n judge::test!(\n  \"why\",\n )\n}\n".into()),
            _ => None,
        })
    }

    #[test]
    fn tests_are_in_the_order_of_the_source() {
        let names: Vec<_> =
            parse("b: test\nlist::y: test\nover_http::z: test\na: benchmark\n", &source());
        let names: Vec<_> = names.iter().map(|test| test.name.as_str()).collect();
        assert_eq!(names, ["z", "y", "b"]);
    }

    #[test]
    fn a_sentence_is_found_in_a_module() {
        assert_eq!(sentence(&source(), "z"), Some("zed".into()));
        assert_eq!(sentence(&source(), "y"), Some("why".into()));
        assert_eq!(sentence(&source(), "b"), None);
    }

    #[test]
    fn functions_are_found_after_their_attributes() {
        let source = "#[test]\n#[serial]\nfn a() {}\nfn helper() {}\n#[test]\nfn b() {}\n";
        assert_eq!(functions(source), ["a", "b"]);
    }

    #[test]
    fn two_tests_with_one_name_are_found() {
        assert_eq!(duplicate(&parse("a::x: test\ny: test\n", "")), None);
        assert_eq!(duplicate(&parse("a::x: test\nx: test\n", "")), Some("x"));
    }
}
