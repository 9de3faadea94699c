//! Every format is valid for every text that a submission can produce.
use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::Value;

use super::sample::{sample, with_text};
use super::schema::assert_conforms;
use super::*;
use crate::text::MAX_EXERCISE;

const NAMES: [&str; 4] = ["loon", "pool", "coffee", "cat"];

fn write(format: Format, graded: &GradedSubmission) -> String {
    format.write(graded, NAMES.into_iter()).unwrap()
}

static OURS: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../grade.schema.json")).unwrap());
static SARIF: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../tests/schemas/sarif-2.1.0.json")).unwrap()
});

fn json(text: &str, schema: Option<&Value>) -> Value {
    let value: Value = serde_json::from_str(text).unwrap();
    if let Some(schema) = schema {
        assert_conforms(schema, &value);
    }
    value
}

/// The attributes that Jenkins' schema of JUnit allows, of which `grading/validate.sh` checks the rest.
fn check_junit(element: roxmltree::Node<'_, '_>) {
    let allowed: &[&str] = match element.tag_name().name() {
        "testsuites" => &["name", "tests", "failures", "errors"],
        "testsuite" => &["name", "tests", "failures", "errors", "skipped"],
        "testcase" => &["name", "classname"],
        "failure" | "error" => &["type", "message"],
        other => panic!("the element `{other}`"),
    };
    assert!(element.attributes().all(|attribute| allowed.contains(&attribute.name())));
    element.children().filter(roxmltree::Node::is_element).for_each(check_junit);
}

/// How Autolab reads its last line that is not empty: it quotes names that are not, and needs a number for each.
fn check_autolab(text: &str, exercises: usize) {
    let line = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap();
    let is_name = |c: char| c.is_ascii_alphanumeric();
    assert!(!line.match_indices(':').any(|(at, _)| line[..at].ends_with(is_name)), "{line}");
    let scores = json(line, None);
    let scores = scores["scores"].as_object().unwrap();
    assert_eq!(scores.len(), exercises);
    assert!(scores.values().all(Value::is_number));
}

/// The rules of Gradescope's documentation of `results.json`.
fn check_gradescope(value: &Value) {
    let sum: u64 = tests(value).iter().map(|test| test["score"].as_u64().unwrap()).sum();
    assert_eq!(value["score"].as_u64(), Some(sum));
    for test in tests(value) {
        assert!(test["score"].as_u64() <= test["max_score"].as_u64());
        assert!(["passed", "failed"].contains(&test["status"].as_str().unwrap()));
        assert!(test["name"].is_string() && test["output"].is_string());
    }
}

/// The rules of `classroom50/result/v1` that concern an autograder.
fn check_classroom50(value: &Value) {
    let sum = |key: &str| tests(value).iter().map(|test| test[key].as_u64().unwrap()).sum::<u64>();
    assert_eq!(value["schema"], "classroom50/result/v1");
    assert_eq!(value["score"].as_u64(), Some(sum("score")));
    assert_eq!(value["max-score"].as_u64(), Some(sum("max-score")));
    for key in ["classroom", "assignment", "submission", "commit", "release", "review"] {
        assert!(value[key].as_str().is_some_and(|text| !text.is_empty()), "{key}");
    }
    for test in tests(value) {
        assert!(test["test-name"].as_str().is_some_and(|name| !name.is_empty()));
        assert!(test["passed"].is_boolean());
        assert!(test["score"].as_u64() <= test["max-score"].as_u64());
    }
}

/// The rules of PrairieLearn's documentation of external graders, and what it does with a result.
fn check_prairielearn(text: &str, value: &Value) {
    assert!(text.len() < 1_000_000, "{}", text.len());
    assert!((0.0..=1.0).contains(&value["score"].as_f64().unwrap()));
    assert!(value["gradable"].is_boolean());
    // It drops errors of another form.
    let errors = value.get("format_errors").map(|errors| errors.as_array().unwrap());
    assert!(errors.into_iter().flatten().all(Value::is_string));
    assert_eq!(errors.is_some(), value["gradable"] == false);
    for test in tests(value) {
        assert!(test["points"].as_u64() <= test["max_points"].as_u64());
        assert!(
            ["name", "description", "message", "output"].iter().all(|key| test[key].is_string())
        );
    }
}

fn tests(value: &Value) -> &Vec<Value> {
    value["tests"].as_array().unwrap()
}

/// Writes every format and checks it with the strictest reader that there is.
fn check(graded: &GradedSubmission) {
    let exercises = graded.exercises.len();
    let text = write(Format::Json, graded);
    let value = json(&text, Some(&OURS));
    for exercise in value["exercises"].as_array().unwrap() {
        assert!(exercise.to_string().len() <= MAX_EXERCISE);
    }
    let back: GradedSubmission = serde_json::from_str(&text).unwrap();
    assert_eq!(&back, graded);

    let text = write(Format::Junit, graded);
    let xml = roxmltree::Document::parse(&text).unwrap();
    let suites = xml.descendants().filter(|node| node.has_tag_name("testsuite")).count();
    assert_eq!(suites, exercises);
    check_junit(xml.root_element());
    assert_eq!(quick_junit::Report::deserialize_from_str(&text).unwrap().test_suites.len(), suites);

    json(&write(Format::Sarif, graded), Some(&SARIF));
    check_gradescope(&json(&write(Format::Gradescope, graded), None));
    check_classroom50(&json(&write(Format::Classroom50, graded), None));
    let text = write(Format::PrairieLearn, graded);
    check_prairielearn(&text, &json(&text, None));

    check_autolab(&write(Format::Autolab, graded), exercises);

    for line in write(Format::Github, graded).lines() {
        let (command, _) = line.strip_prefix("::").and_then(|line| line.split_once("::")).unwrap();
        assert!(["error ", "warning ", "notice "].iter().any(|level| command.starts_with(level)));
        // A colon or a comma in a value would begin something else.
        let properties = command.split_once(' ').unwrap().1.split(',');
        let keys = properties.map(|property| property.split_once('=').unwrap().0);
        assert!(keys.into_iter().all(|key| ["file", "line", "title"].contains(&key)), "{line}");
    }
    let text = write(Format::Markdown, graded);
    let rows = text.lines().skip(2).take_while(|line| line.starts_with('|')).count();
    assert_eq!(rows, exercises + 2);
    let text = write(Format::Table, graded);
    assert!(!text.chars().any(|c| c.is_control() && !"\n\t\x1b".contains(c)));
}

#[test]
fn the_sample_is_valid_in_every_format() {
    check(&sample());
    let platforms = [Format::Sarif, Format::Github, Format::Gradescope, Format::Autolab];
    let platforms = platforms.into_iter().chain([Format::Classroom50, Format::PrairieLearn]);
    for format in platforms {
        insta::assert_snapshot!(format.name(), write(format, &sample()));
    }
}

#[test]
fn other_sarif_does_not_conform_to_its_schema() {
    let valid = json(&write(Format::Sarif, &sample()), Some(&SARIF));
    for (place, other) in [
        ("/version", serde_json::json!("2.0")),
        ("/runs/0/tool", serde_json::json!({})),
        ("/runs/0/results/0/message/text", serde_json::json!(1)),
        ("/runs/0/results/0/level", serde_json::json!("fatal")),
        ("/runs/0/results/0/locations/0/physicalLocation", serde_json::json!({ "uri": "a" })),
    ] {
        let mut json = valid.clone();
        *json.pointer_mut(place).unwrap() = other;
        assert!(std::panic::catch_unwind(|| assert_conforms(&SARIF, &json)).is_err(), "{place}");
    }
}

#[test]
fn long_texts_stay_within_the_limits() {
    for text in ["\"", "<", "&", "\n", "\\", "漢", "a", "`", "|"] {
        check(&with_text(&text.repeat(300_000)));
    }
}

#[test]
fn every_format_has_a_name() {
    let names: BTreeMap<&str, Format> =
        Format::ALL.into_iter().map(|format| (format.name(), format)).collect();
    assert_eq!(names.len(), Format::ALL.len());
}

proptest! {
    #![proptest_config(crate::fuzz::config(100))]

    #[test]
    fn random_texts_are_valid_in_every_format(parts in prop::collection::vec(part(), 0..8)) {
        check(&with_text(&parts.concat()));
    }
}

/// Texts that have a meaning in some format, or that no format allows.
fn part() -> impl Strategy<Value = String> {
    let special = [
        "]]>",
        "-->",
        "<![CDATA[",
        "::error::",
        "%0A",
        "\r\n",
        "\r",
        "\u{fffe}",
        "\u{ffff}",
        "\u{0}",
        "\x1b[2J",
        "\u{202e}",
        "\u{200b}",
        "\u{2028}",
        "```",
        "</details>",
        "\\u0000",
        "\"}",
        "line 7",
        "loon.rs:12:3",
        "line 99999999999999",
        "{\"scores\": {}}\n",
        "&#0;",
        "&amp;",
        ",file=x::",
        "é",
        "\u{10ffff}",
        "\u{e000}",
        "|\n|",
    ];
    prop_oneof![
        prop::sample::select(special.to_vec()).prop_map(str::to_owned),
        crate::fuzz::text(),
        any::<char>().prop_map(String::from),
    ]
}
