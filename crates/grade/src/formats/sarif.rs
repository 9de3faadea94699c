//! SARIF 2.1.0: a rule for each verdict, and a result for each exercise that did not pass.
use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::model::{GradedExercise, GradedSubmission};
use crate::verdict::Verdict;

pub(crate) fn write(graded: &GradedSubmission) -> String {
    let failed = || graded.exercises.iter().filter(|it| it.verdict != Verdict::PASSED);
    let ids: BTreeSet<&str> = failed().map(|it| it.verdict.name()).collect();
    let rules = ids.iter().map(|id| json!({ "id": id, "name": rule_name(id) }));
    let json = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {
                "driver": {
                    "name": "cargo course grade",
                    "version": env!("CARGO_PKG_VERSION"),
                    "rules": rules.collect::<Vec<Value>>(),
                },
            },
            "columnKind": "unicodeCodePoints",
            "results": failed().map(|it| result(it, &ids)).collect::<Vec<Value>>(),
        }],
    });
    format!("{json:#}\n")
}

fn result(exercise: &GradedExercise, ids: &BTreeSet<&str>) -> Value {
    let id = exercise.verdict.name();
    let level = match exercise.verdict {
        Verdict::Missing | Verdict::Unchanged => "note",
        Verdict::GraderError => "warning",
        _ => "error",
    };
    let text = match exercise.report.trim() {
        "" => exercise.summary.clone(),
        report => format!("{}\n\n{report}", exercise.summary),
    };
    let mut location = json!({
        "artifactLocation": { "uri": format!("exercises/{}.rs", exercise.name) },
    });
    if let Some(line) = exercise.line() {
        location["region"] = json!({ "startLine": line });
    }
    // Viewers recognize the same finding in a later run by its fingerprint.
    let test = exercise.failed_tests().next().map_or("", |test| &test.name);
    let fingerprint = format!("{}/{id}/{test}", exercise.name);
    json!({
        "ruleId": id,
        "ruleIndex": ids.iter().position(|known| *known == id),
        "level": level,
        "message": { "text": text },
        "locations": [{ "physicalLocation": location }],
        "partialFingerprints": { "exerciseVerdictTest/v1": fingerprint },
    })
}

/// `over-synchronized` as `OverSynchronized`, because names of rules are in Pascal case.
fn rule_name(id: &str) -> String {
    let words = id.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    words.collect()
}
