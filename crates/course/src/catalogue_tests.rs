//! What the catalogue says when something in it is wrong: the file, the line, the value, the way out.
use super::*;

const GOOD: &str = r#"
[[exercise]]
name = "coffee"
chapter = "mutual exclusion"
title = "one board"
points = 10
hints = ["a", "b", "c"]
[exercise.starter]
four_boards = "race"
"#;

fn problem(text: &str) -> String {
    Catalogue::parse(text).expect_err("it should be refused").to_string()
}

fn with(old: &str, new: &str) -> String {
    assert!(GOOD.contains(old));
    problem(&GOOD.replace(old, new))
}

#[test]
fn a_whole_entry_is_read() {
    let catalogue = Catalogue::parse(GOOD).unwrap();
    let coffee = catalogue.get("coffee").unwrap();
    assert_eq!((coffee.points, coffee.hints.len()), (10, 3));
    assert_eq!(coffee.features, [""; 0]);
    assert_eq!(coffee.starter["four_boards"], Verdict::Race);
}

#[test]
fn complaints_read_well() {
    let complaints = [
        with("points = 10", "points = \"ten\""),
        with("points = 10", "points = 0"),
        with("points = 10\n", ""),
        with("points", "pionts"),
        with("\"race\"", "\"rase\""),
        with("\"race\"", "\"passed\""),
        with("\"coffee\"", "\"Coffee!\""),
        with("[\"a\", \"b\", \"c\"]", "\"a\""),
        with("[\"a\", \"b\", \"c\"]", "[1]"),
        with("[\"a\", \"b\", \"c\"]", "[\"a\"]"),
        with("title = \"one board\"", "title = "),
        problem(""),
        problem("exercises = 1"),
        problem(&format!("{GOOD}{GOOD}")),
    ];
    insta::assert_snapshot!(complaints.join("\n\n"));
}

#[test]
fn an_unknown_name_suggests_the_nearest() {
    let catalogue = Catalogue::parse(GOOD).unwrap();
    let unknown = |name: &str| catalogue.get(name).expect_err("unknown").to_string();
    insta::assert_snapshot!([unknown("cofee"), unknown("kubernetes")].join("\n\n"));
}
