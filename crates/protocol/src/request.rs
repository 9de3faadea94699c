//! What a grader tells the tests of a process before the exercise runs.
use crate::json::{Json, object, to_text};
use crate::record::InvalidRecord;

/// What a test process reads from its standard input if the environment says so. It answers with a record for each
/// test.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The tests to run.
    pub tests: Vec<RequestedTest>,
    /// The source files that a report may refer to, as name and text in turn.
    pub sources: Vec<String>,
}

/// What a grader tells one test.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestedTest {
    /// The name of the function.
    pub name: String,
    /// An unguessable line that the record must begin with.
    pub token: String,
    /// Whether every execution must fail at its end. A test that passes nevertheless was tampered with.
    pub canary: bool,
    /// The reviewed outcomes of the test, if there are any: a test that is graded reads no files.
    pub outcomes: Option<Vec<String>>,
}

impl Request {
    /// The request as text.
    pub fn to_text(&self) -> String {
        to_text(&self.write())
    }

    /// Makes the sources available to reports in this process.
    pub fn provide_sources(&self) {
        for source in self.sources.chunks_exact(2) {
            report::provide_source(&source[0], &source[1]);
        }
    }

    /// Reads what [`to_text`](Self::to_text) writes.
    ///
    /// # Errors
    /// If the text is not a request.
    pub fn from_text(text: &str) -> Result<Self, InvalidRecord> {
        text.parse().ok().and_then(|value| Self::read(&value)).ok_or(InvalidRecord)
    }

    /// The text of a source that [`provide_sources`](Self::provide_sources) has made available.
    pub fn provided_source(file: &str) -> Option<String> {
        report::provided_source(file)
    }
}

object!(Request { tests, sources });
object!(RequestedTest { name, token, canary, outcomes });

#[cfg(test)]
mod tests {
    use super::{Request, RequestedTest};

    #[test]
    fn a_request_reads_back() {
        let test = RequestedTest {
            name: "a_loon".into(),
            token: "secret".into(),
            canary: true,
            outcomes: Some(vec!["(41, \"a\")".into()]),
        };
        let request = Request {
            tests: vec![test, RequestedTest::default()],
            sources: vec!["tests/loon.rs".into(), "fn f() {}\n".into()],
        };
        assert_eq!(Request::from_text(&request.to_text()), Ok(request));
        let empty = Request::default();
        assert_eq!(Request::from_text(&empty.to_text()), Ok(empty));
        assert!(Request::from_text("{\"tests\":[{\"token\":\"secret\"}]}").is_err());
    }
}
