//! What an exercise of a submission must get.
use serde_json::Value;

/// What an exercise must get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expected {
    /// It passes, with all points.
    Passes,
    /// This verdict, and no points.
    Verdict(String),
    /// The source check refuses it, and finds this: a line and a name.
    Refused(String),
    /// Its tests find a bug, and it gets no points.
    Fails,
}

impl Expected {
    /// The name of the verdict; several are bugs.
    pub(super) fn verdict(&self) -> &str {
        match self {
            Self::Passes => "passed",
            Self::Verdict(verdict) => verdict,
            Self::Refused(_) => "refused",
            Self::Fails => "a bug",
        }
    }

    /// What is wrong with an exercise of a result.
    pub(super) fn check(&self, exercise: &Value) -> Option<String> {
        let verdict = exercise["verdict"].as_str().unwrap_or("no verdict");
        let (points, max_points) = (exercise["points"].as_u64(), exercise["max_points"].as_u64());
        let is_expected = match self {
            Self::Passes => verdict == "passed" && points.is_some() && points == max_points,
            Self::Verdict(expected) => verdict == expected && points == Some(0),
            Self::Refused(finds) => {
                let summary = exercise["summary"].as_str().unwrap_or_default();
                verdict == "refused"
                    && points == Some(0)
                    && summary.contains(&format!("line {finds}"))
            }
            Self::Fails => BUGS.contains(&verdict) && points == Some(0),
        };
        let expected = match self {
            Self::Fails => self.verdict(),
            Self::Refused(finds) => &format!("`refused` for line {finds}"),
            _ => &format!("`{}`", self.verdict()),
        };
        let summary = exercise["summary"].as_str().unwrap_or_default();
        let points = points.map_or("no".to_owned(), |points| points.to_string());
        (!is_expected).then(|| format!("{verdict} with {points} points, not {expected}: {summary}"))
    }
}

/// The verdicts of tests that find a bug.
const BUGS: [&str; 7] =
    ["race", "over-synchronized", "deadlock", "livelock", "busy-waiting", "disallowed", "panic"];
