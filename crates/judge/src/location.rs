//! The location of a test: its function, its file and its package.
use std::path::{Path, PathBuf};

/// What [`test!`](crate::test) records about its call site.
#[derive(Clone, Copy, Debug)]
pub struct TestLocation {
    /// The path of a function inside the test function, such as `coffee::one_board::here`.
    pub path: &'static str,
    /// The module of the test, which begins with the name of the test target.
    pub module: &'static str,
    /// The source file as the compiler names it.
    pub file: &'static str,
    /// The directory of the package.
    pub manifest_dir: &'static str,
    /// Whether the answers in `complete/` are tested instead of the students' files.
    pub complete: bool,
    /// Asserts a named snapshot with insta, which attributes it to the file of the test.
    pub snapshot: fn(&str, &str),
}

impl TestLocation {
    /// The name of the test function, which names the record.
    pub(crate) fn function(&self) -> &'static str {
        let outer = self.path.strip_suffix("::here").unwrap_or(self.path);
        outer.rsplit("::").find(|part| !part.starts_with('{')).unwrap_or(outer)
    }

    /// The name of the test target, which is the name of the exercise.
    pub(crate) fn target(&self) -> &'static str {
        self.module.split("::").next().unwrap_or(self.module)
    }

    /// The source file with `/` on every system, so that reports are the same everywhere.
    pub(crate) fn source(&self) -> String {
        self.file.replace('\\', "/")
    }

    /// The directory of the reviewed snapshots.
    pub(crate) fn snapshots(&self) -> PathBuf {
        Path::new(self.manifest_dir).join("tests").join("snapshots")
    }
}

#[cfg(test)]
mod tests {
    use super::TestLocation;

    fn location(path: &'static str, module: &'static str) -> TestLocation {
        TestLocation {
            path,
            module,
            file: "tests\\cat.rs",
            manifest_dir: "",
            complete: false,
            snapshot: |_, _| {},
        }
    }

    #[test]
    fn the_function_is_found_in_modules_and_closures() {
        assert_eq!(location("cat::one::here", "cat").function(), "one");
        let in_closure = location("cat::inner::one::{{closure}}::here", "cat::inner");
        assert_eq!(in_closure.function(), "one");
    }

    #[test]
    fn the_target_is_the_crate_of_the_test() {
        assert_eq!(location("cat::inner::one::here", "cat::inner").target(), "cat");
        assert_eq!(location("cat::one::here", "cat").source(), "tests/cat.rs");
    }
}
