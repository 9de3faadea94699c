//! The record of a test: its verdict, and the reason for it.
use std::fmt;

use serde_json::{Value, json};

use crate::json::{number, optional, text};
use crate::{Coverage, Replay, Verdict};

/// The format that this version reads and writes.
const VERSION: u64 = 1;

/// What one test found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestRecord {
    /// The name of the test function.
    pub name: String,
    /// What the test verifies, as students read it.
    pub sentence: String,
    /// What happened.
    pub verdict: Verdict,
    /// What happened, in one line.
    pub summary: String,
    /// How much was explored, if the test passed.
    pub coverage: Option<Coverage>,
    /// The whole report, without any command.
    pub report: String,
    /// How to see the interleaving again, if the report shows one.
    pub replay: Option<Replay>,
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
            report: String::new(),
            replay: None,
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

    /// The record as JSON. `token` proves to a grader that the test wrote it; without a grader it is
    /// empty.
    pub fn to_json(&self, token: &str) -> Value {
        let Self { name, sentence, verdict, summary, coverage, report, replay } = self;
        json!({
            "version": VERSION,
            "token": token,
            "test": name,
            "sentence": sentence,
            "verdict": verdict.name(),
            "summary": summary,
            "coverage": coverage.map(Coverage::to_json),
            "report": report,
            "replay": replay.as_ref().map(Replay::to_json),
        })
    }

    /// Reads what [`to_json`](Self::to_json) writes.
    ///
    /// # Errors
    /// If the text is not a record of this version, or has another token.
    pub fn from_json(json: &str, token: &str) -> Result<Self, InvalidRecord> {
        let read = || {
            let value = &serde_json::from_str(json).ok()?;
            let is_genuine = number(value, "version")? == VERSION && text(value, "token")? == token;
            if !is_genuine {
                return None;
            }
            Some(Self {
                name: text(value, "test")?,
                sentence: text(value, "sentence")?,
                verdict: text(value, "verdict")?.parse().ok()?,
                summary: text(value, "summary")?,
                coverage: optional(value, "coverage", Coverage::from_json)?,
                report: text(value, "report")?,
                replay: optional(value, "replay", Replay::from_json)?,
            })
        };
        read().ok_or(InvalidRecord)
    }
}

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
    use crate::{Coverage, Extent, Replay, Verdict};

    fn records() -> [TestRecord; 2] {
        let mut passed = TestRecord::new("a", "four boards", Verdict::Passed);
        passed.coverage = Some(Coverage { extent: Extent::Complete, executions: 24, scenarios: 1 });
        let mut race = TestRecord::new("b", "no step is lost", Verdict::Race)
            .with_summary("1 is not 2")
            .with_report("tests/loon.rs: \"no step\"\n  1 is not 2\n");
        race.replay = Some(Replay::parse("loon", "b:-:1.2x2"));
        [passed, race]
    }

    #[test]
    fn a_record_reads_back() {
        for record in records() {
            let json = record.to_json("secret\n").to_string();
            assert_eq!(TestRecord::from_json(&json, "secret\n"), Ok(record));
        }
    }

    #[test]
    fn a_record_with_another_token_is_invalid() {
        let json = records()[0].to_json("guessed").to_string();
        assert_eq!(TestRecord::from_json(&json, "secret"), Err(InvalidRecord));
        assert_eq!(TestRecord::from_json(&json, ""), Err(InvalidRecord));
    }

    #[test]
    fn a_record_with_a_wrong_field_is_invalid() {
        let json = records()[0].to_json("").to_string();
        for (field, wrong) in [
            ("\"version\":1", "\"version\":2"),
            ("\"passed\"", "\"splendid\""),
            ("\"complete\"", "\"almost\""),
            ("\"executions\":24", "\"executions\":-1"),
            ("\"test\":\"a\",", ""),
            ("}", ""),
        ] {
            assert!(json.contains(field), "{json}");
            let wrong = json.replace(field, wrong);
            assert_eq!(TestRecord::from_json(&wrong, ""), Err(InvalidRecord), "{wrong}");
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
