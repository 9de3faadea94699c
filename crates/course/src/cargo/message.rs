//! One line of cargo's JSON: an executable, a library, or an error from rustc.
use std::path::{Path, PathBuf};

use tinyjson::JsonValue;

/// A target of a package.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// `--test NAME`
    Test(String),
    /// `--example NAME`
    Example(String),
    /// The unit tests of a library.
    Library(String),
}

/// An executable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// The name of its package's folder.
    pub package: String,
    /// The target that it was built from.
    pub target: Target,
    /// Its file.
    pub executable: PathBuf,
}

/// An error from rustc.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The name of the target that does not compile.
    pub target: String,
    /// The text that rustc prints.
    pub rendered: String,
    /// The code, such as `E0382`, or the name of a lint.
    pub code: Option<String>,
    /// File and line of each primary span.
    pub places: Vec<(String, usize)>,
}

/// The contents of a line of cargo's output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Message {
    Artifact(Artifact),
    /// A crate, and the files to link.
    Library(String, Vec<PathBuf>),
    Error(Diagnostic),
}

/// Reads a line of cargo's output. Most lines contain nothing that the course needs.
pub(super) fn read(line: &str) -> Option<Message> {
    let json = line.parse::<JsonValue>().ok()?;
    match string(&json, &["reason"])? {
        "compiler-artifact" => match artifact(&json) {
            Some(artifact) => Some(Message::Artifact(artifact)),
            None => library(&json),
        },
        "compiler-message" => diagnostic(&json).map(Message::Error),
        _ => None,
    }
}

fn artifact(json: &JsonValue) -> Option<Artifact> {
    let executable = PathBuf::from(string(json, &["executable"])?);
    let name = string(json, &["target", "name"])?.to_owned();
    let target = match first_string(json, &["target", "kind"])? {
        "test" => Target::Test(name),
        "example" => Target::Example(name),
        "lib" => Target::Library(name),
        _ => return None,
    };
    Some(Artifact { package: package(json)?, target, executable })
}

fn library(json: &JsonValue) -> Option<Message> {
    let kind = first_string(json, &["target", "kind"])?;
    let name = string(json, &["target", "name"])?.replace('-', "_");
    let files: &Vec<JsonValue> = at(json, &["filenames"])?.get()?;
    let is_code = |file: &&String| !file.ends_with(".rmeta") && !file.ends_with(".dSYM");
    let files = files.iter().filter_map(JsonValue::get::<String>).filter(is_code);
    let is_library = kind.contains("lib") || kind == "proc-macro";
    is_library.then(|| Message::Library(name, files.map(PathBuf::from).collect()))
}

fn diagnostic(json: &JsonValue) -> Option<Diagnostic> {
    let message = at(json, &["message"])?;
    let is_summary = string(message, &["message"])?.starts_with("aborting due to");
    if !string(message, &["level"])?.starts_with("error") || is_summary {
        return None;
    }
    let spans: &Vec<JsonValue> = at(message, &["spans"])?.get()?;
    let is_primary =
        |span: &&JsonValue| at(span, &["is_primary"]).and_then(JsonValue::get) == Some(&true);
    let place = |span| -> Option<(String, usize)> {
        let line: f64 = *at(span, &["line_start"])?.get()?;
        Some((from_root(string(span, &["file_name"])?), line as usize))
    };
    Some(Diagnostic {
        target: string(json, &["target", "name"])?.to_owned(),
        rendered: from_root(string(message, &["rendered"])?),
        code: string(message, &["code", "code"]).map(str::to_owned),
        places: spans.iter().filter(is_primary).filter_map(place).collect(),
    })
}

/// Shortens `tests/../exercises/NAME.rs`, the path by which a test includes an exercise.
fn from_root(text: &str) -> String {
    text.replace("tests/../", "").replace("tests\\..\\", "")
}

fn package(json: &JsonValue) -> Option<String> {
    let manifest = Path::new(string(json, &["manifest_path"])?);
    Some(manifest.parent()?.file_name()?.to_string_lossy().into_owned())
}

fn at<'a>(json: &'a JsonValue, path: &[&str]) -> Option<&'a JsonValue> {
    path.iter().try_fold(json, |json, key| {
        json.get::<std::collections::HashMap<String, JsonValue>>()?.get(*key)
    })
}

fn string<'a>(json: &'a JsonValue, path: &[&str]) -> Option<&'a str> {
    at(json, path)?.get::<String>().map(String::as_str)
}

fn first_string<'a>(json: &'a JsonValue, path: &[&str]) -> Option<&'a str> {
    at(json, path)?.get::<Vec<JsonValue>>()?.first()?.get::<String>().map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEST: &str = r#"{"reason":"compiler-artifact","manifest_path":"/a/Cargo.toml","target":{"kind":["test"],"name":"loon"},"executable":"C:\\a b\\loon-\u0031.exe"}"#;

    #[test]
    fn an_executable_is_found() {
        let expected = Artifact {
            package: "a".into(),
            target: Target::Test("loon".into()),
            executable: PathBuf::from("C:\\a b\\loon-1.exe"),
        };
        assert_eq!(read(TEST), Some(Message::Artifact(expected)));
        let none = TEST.replace(r#""C:\\a b\\loon-\u0031.exe""#, "null");
        assert_eq!(read(&none), None);
        assert_eq!(read(r#"{"reason":"build-finished","success":true}"#), None);
    }

    #[test]
    fn a_library_is_found() {
        const HTTP: &str = r#"{"reason":"compiler-artifact","manifest_path":"/a/Cargo.toml","target":{"kind":["lib"],"name":"http"},"filenames":["/t/libhttp-1.rlib","/t/libhttp-1.rmeta"],"executable":null}"#;
        let files = vec![PathBuf::from("/t/libhttp-1.rlib")];
        assert_eq!(read(HTTP), Some(Message::Library("http".into(), files)));
        assert_eq!(read(&HTTP.replace("\"lib\"", "\"custom-build\"")), None);
    }

    #[test]
    fn an_error_names_its_file_and_the_summary_is_skipped() {
        const ERROR: &str = r#"{"reason":"compiler-message","manifest_path":"/a/Cargo.toml","target":{"kind":["test"],"name":"loon"},"message":{"level":"error","message":"cannot find value","code":{"code":"E0425"},"spans":[{"is_primary":false,"file_name":"b.rs","line_start":2},{"is_primary":true,"file_name":"tests/../exercises/loon.rs","line_start":3}],"rendered":"error[E0425]\n --> tests/../exercises/loon.rs:3:5\n"}}"#;
        let Some(Message::Error(error)) = read(ERROR) else { panic!("an error") };
        assert_eq!(error.places, [("exercises/loon.rs".to_owned(), 3)]);
        assert_eq!(error.rendered, "error[E0425]\n --> exercises/loon.rs:3:5\n");
        assert_eq!((error.target.as_str(), error.code.as_deref()), ("loon", Some("E0425")));
        assert_eq!(read(&ERROR.replace("cannot find value", "aborting due to 1 error")), None);
        assert_eq!(read(&ERROR.replace("\"error\"", "\"warning\"")), None);
    }
}
