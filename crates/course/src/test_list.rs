//! The tests of an exercise: as their source declares them, and as libtest lists them.
use std::fs;
use std::path::Path;

/// A test in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceTest {
    /// The path with modules, which `--exact` needs.
    pub path: String,
    /// The name of the function.
    pub name: String,
    /// The function.
    pub text: String,
}

impl SourceTest {
    /// The sentence that the test checks.
    pub fn sentence(&self) -> Option<String> {
        let rest = self.text.split_once("judge::test!(")?.1;
        Some(rest.trim_start().strip_prefix('"')?.split_once('"')?.0.to_owned())
    }

    /// Whether the test runs on real threads.
    fn is_native(&self) -> bool {
        self.text.contains(".native(")
    }
}

/// The tests of an exercise in a folder with `NAME.rs` and its modules, in the order of the source.
pub fn in_source(folder: &Path, name: &str) -> Vec<SourceTest> {
    let mut tests = Vec::new();
    collect(folder, name, &format!("{name}.rs"), "", &mut tests);
    tests
}

/// Adds the tests of a file and of its modules.
fn collect(folder: &Path, exercise: &str, file: &str, module: &str, tests: &mut Vec<SourceTest>) {
    let source = fs::read_to_string(folder.join(file)).unwrap_or_default().replace("\r\n", "\n");
    let mut path: Option<&str> = None;
    let mut is_test = false;
    let mut end = 0;
    for line in source.split_inclusive('\n') {
        let start = end;
        end += line.len();
        let line = line.trim();
        if let Some(name) = line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')) {
            let file = path.map_or_else(|| format!("{exercise}/{name}.rs"), str::to_owned);
            // The exercise itself is a module too.
            if Path::new(&file).starts_with(exercise) {
                collect(folder, exercise, &file, &format!("{module}{name}::"), tests);
            }
        }
        path = line.strip_prefix("#[path = \"").and_then(|rest| rest.strip_suffix("\"]"));
        if line == "#[test]" {
            is_test = true;
        } else if let Some(function) = line.strip_prefix("fn ").filter(|_| is_test) {
            is_test = false;
            let text = &source[start..];
            let text = text.find("\n}").map_or(text, |end| &text[..end]);
            tests.extend(function.split_once('(').map(|(name, _)| SourceTest {
                path: format!("{module}{name}"),
                name: name.to_owned(),
                text: text.to_owned(),
            }));
        }
    }
}

/// A test as libtest lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestId {
    /// The path with modules, which `--exact` needs.
    pub path: String,
    /// The name of the function.
    pub name: String,
    /// Whether the test runs on real threads, and not in a model.
    pub is_native: bool,
}

/// Parses the output of `--list --format terse`, and sorts by the order of the source.
pub fn parse(listed: &str, source: &[SourceTest]) -> Vec<TestId> {
    let paths = listed.lines().filter_map(|line| line.strip_suffix(": test"));
    let mut tests: Vec<(usize, TestId)> = paths
        .map(|path| {
            let name = path.rsplit("::").next().unwrap_or(path).to_owned();
            let position = source.iter().position(|known| known.name == name);
            let is_native = position.is_some_and(|at| source[at].is_native());
            (position.unwrap_or(usize::MAX), TestId { path: path.to_owned(), name, is_native })
        })
        .collect();
    tests.sort_by_key(|(position, _)| *position);
    tests.into_iter().map(|(_, test)| test).collect()
}

/// A name that two tests share: one would overwrite the record of the other.
pub fn duplicate(tests: &[TestId]) -> Option<&str> {
    let is_repeated =
        |test: &&TestId| tests.iter().filter(|other| other.name == test.name).count() > 1;
    tests.iter().find(is_repeated).map(|test| test.name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIN: &str = "#[path = \"../exercises/cat.rs\"]\nmod cat;\n#[path = \"cat/http.rs\"]\n\
                        mod over_http;\nmod list;\n#[test]\n#[serial]\nfn b() {}\nfn helper() {}\n";
    const HTTP: &str = "#[test]\nfn z() {\n judge::test!(\"zed\");\n}\n";
    const LIST: &str = "#[test]\nfn y() {\n judge::test!(\n  \"why\",\n )\n\
                        .native(|| ());\n}\n";

    fn source() -> Vec<SourceTest> {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("cat")).unwrap();
        for (file, text) in [("cat.rs", MAIN), ("cat/http.rs", HTTP), ("cat/list.rs", LIST)] {
            fs::write(folder.path().join(file), text).unwrap();
        }
        in_source(folder.path(), "cat")
    }

    #[test]
    fn tests_and_their_sentences_are_read_from_all_modules() {
        let tests = source();
        let read: Vec<_> = tests.iter().map(|it| (it.path.as_str(), it.sentence())).collect();
        let [zed, why] = ["zed", "why"].map(|sentence| Some(sentence.to_owned()));
        assert_eq!(read, [("over_http::z", zed), ("list::y", why), ("b", None)]);
    }

    #[test]
    fn tests_are_in_the_order_of_the_source() {
        let listed = "b: test\nlist::y: test\nover_http::z: test\na: benchmark\n";
        let tests: Vec<_> =
            parse(listed, &source()).into_iter().map(|test| (test.name, test.is_native)).collect();
        assert_eq!(
            tests,
            [("z", false), ("y", true), ("b", false)]
                .map(|(name, is_native)| (name.to_owned(), is_native))
        );
    }

    #[test]
    fn two_tests_with_one_name_are_found() {
        assert_eq!(duplicate(&parse("a::x: test\ny: test\n", &[])), None);
        assert_eq!(duplicate(&parse("a::x: test\nx: test\n", &[])), Some("x"));
    }
}
