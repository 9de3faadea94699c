//! The record of a test: its verdict, and the reason for it.
use std::fmt;

use tinyjson::JsonValue;

use crate::coverage::Coverage;
use crate::json::{self, Json, object};
use crate::replay::Replay;
use crate::size::Size;
use crate::terminal_report::TerminalReport;
use crate::verdict::Verdict;

/// The format that this version reads and writes.
const VERSION: u64 = 1;

/// The result of one test.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestRecord {
    /// The name of the test function.
    pub name: String,
    /// The sentence that the test checks, as students read it.
    pub sentence: String,
    /// The verdict.
    pub verdict: Verdict,
    /// The reason for the verdict, in one line.
    pub summary: String,
    /// How much was explored, if the test passed.
    pub coverage: Option<Coverage>,
    /// How large its scenarios were, if the test passed.
    pub sizes: Vec<Size>,
    /// The whole report, without any command.
    pub report: String,
    /// How to see the interleaving again, if the report shows one.
    pub replay: Option<Replay>,
    /// The report for a terminal, if the environment asks for it.
    pub terminal: Option<TerminalReport>,
}

impl TestRecord {
    /// A record without details.
    pub fn new(name: &str, sentence: &str, verdict: Verdict) -> Self {
        Self {
            name: name.to_owned(),
            sentence: sentence.to_owned(),
            verdict,
            summary: String::new(),
            coverage: None,
            sizes: Vec::new(),
            report: String::new(),
            replay: None,
            terminal: None,
        }
    }

    /// Sets the summary.
    #[must_use]
    pub fn with_summary(mut self, summary: &str) -> Self {
        summary.clone_into(&mut self.summary);
        self
    }

    /// Sets the report.
    #[must_use]
    pub fn with_report(mut self, report: &str) -> Self {
        report.clone_into(&mut self.report);
        self
    }

    /// Whether the verdict is anything but [`Verdict::Passed`].
    pub fn failed(&self) -> bool {
        self.verdict != Verdict::Passed
    }

    /// The report, followed by the command that replays its interleaving as `spell` writes it.
    ///
    /// ```
    /// use protocol::{Replay, TestRecord, Verdict};
    ///
    /// let mut record = TestRecord::new("a", "no step is lost", Verdict::Race)
    ///     .with_report("tests/loon.rs: no step is lost\n  1 is not 2");
    /// record.replay = Some(Replay::parse("loon", "a:-:1.2x2"));
    /// assert!(record.report_with(Replay::make_command).ends_with(
    ///     "\n\n  Run this interleaving again:\n    make replay EX=loon SCHEDULE=a:-:1.2x2"
    /// ));
    /// ```
    pub fn report_with(&self, spell: impl FnOnce(&Replay) -> String) -> String {
        match &self.replay {
            None => self.report.clone(),
            Some(replay) => format!(
                "{}\n\n  Run this interleaving again:\n    {}",
                self.report.trim_end(),
                spell(replay)
            ),
        }
    }

    /// The record as text: JSON, or a line with the token and a line of JSON.
    ///
    /// The token proves to a grader that the test wrote the record. Without a grader it is empty.
    pub fn to_text(&self, token: &str) -> String {
        let mut record = self.write();
        if let JsonValue::Object(fields) = &mut record {
            fields.insert("version".to_owned(), VERSION.write());
        }
        let json = json::to_text(&record);
        if token.is_empty() { json } else { format!("{token}\n{json}\n") }
    }

    /// Reads what [`to_text`](Self::to_text) writes, among what other tests may have written. Nothing but the line
    /// after the token is parsed.
    ///
    /// # Errors
    /// If the text is not a record of this version, or the token is not there.
    pub fn from_text(text: &str, token: &str) -> Result<Self, InvalidRecord> {
        let read = || {
            let json = match token {
                "" => text,
                token => text.lines().skip_while(|line| *line != token).nth(1)?,
            };
            let value = &json.parse().ok()?;
            let version: u64 = json::field(value, "version")?;
            if version == VERSION { Self::read(value) } else { None }
        };
        read().ok_or(InvalidRecord)
    }
}

object!(TestRecord {
    name "test",
    sentence,
    verdict,
    summary,
    coverage,
    sizes,
    report,
    replay,
    terminal,
});

/// A file that is not a record of this version, or has the wrong token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidRecord;

impl fmt::Display for InvalidRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a valid test record")
    }
}

impl std::error::Error for InvalidRecord {}

#[cfg(test)]
mod tests {
    use super::{InvalidRecord, TestRecord};
    use crate::coverage::{Coverage, Extent};
    use crate::replay::Replay;
    use crate::size::Size;
    use crate::terminal_report::TerminalReport;
    use crate::verdict::Verdict;

    fn records() -> [TestRecord; 2] {
        let mut passed = TestRecord::new("a", "four boards", Verdict::Passed);
        passed.coverage = Some(Coverage { extent: Extent::Complete, executions: 24, scenarios: 1 });
        passed.sizes = vec![Size { of: "writers".into(), values: vec![1, 4] }];
        let mut race = TestRecord::new("b", "no step is lost", Verdict::Race)
            .with_summary("1 is not 2")
            .with_report("tests/loon.rs: \"no step\"\n  1 is not 2\n");
        race.replay = Some(Replay::parse("loon", "b:-:1.2x2"));
        race.terminal = Some(TerminalReport { first: "1 is not 2\n".into(), rest: "".into() });
        [passed, race]
    }

    #[test]
    fn a_record_reads_back() {
        for record in records() {
            let text = record.to_text("secret");
            assert_eq!(TestRecord::from_text(&text, "secret"), Ok(record));
        }
    }

    #[test]
    fn each_record_is_found_by_its_token() {
        let tokens = ["first", "second"];
        let texts = records().into_iter().zip(tokens).map(|(record, token)| record.to_text(token));
        let text: String = texts.collect();
        for (record, token) in records().into_iter().zip(tokens) {
            assert_eq!(TestRecord::from_text(&text, token), Ok(record));
        }
        assert_eq!(TestRecord::from_text("second\n", "second"), Err(InvalidRecord));
    }

    #[test]
    fn a_record_with_another_token_is_invalid() {
        let text = records()[0].to_text("guessed");
        assert_eq!(TestRecord::from_text(&text, "secret"), Err(InvalidRecord));
        assert_eq!(TestRecord::from_text(&text, ""), Err(InvalidRecord));
    }

    #[test]
    fn a_record_with_a_wrong_field_is_invalid() {
        let text = records()[0].to_text("");
        for (field, wrong) in [
            ("\"version\":1", "\"version\":2"),
            ("\"passed\"", "\"splendid\""),
            ("\"complete\"", "\"almost\""),
            ("\"executions\":24", "\"executions\":-1"),
            ("\"test\"", "\"name\""),
            ("}", ""),
        ] {
            assert!(text.contains(field), "{text}");
            let wrong = text.replace(field, wrong);
            assert_eq!(TestRecord::from_text(&wrong, ""), Err(InvalidRecord), "{wrong}");
        }
    }

    #[test]
    fn a_report_without_an_interleaving_has_no_command() {
        let [passed, race] = records();
        assert_eq!(passed.report_with(Replay::make_command), "");
        let report = race.report_with(Replay::cargo_command);
        assert!(report.ends_with("\n    cargo course replay loon b:-:1.2x2"), "{report}");
    }
}
