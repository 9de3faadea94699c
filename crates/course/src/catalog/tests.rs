//! The errors of the catalog: each names the file, the line and the value, and says how to fix it.
use super::*;

const ORDER_OF_ONE: &str = "[[topic]]\ntitle = \"locks\"\nexercises = [\"coffee\"]\n";

const VALID: &str = r#"title = "one board"
seed = "001"
points = 10
hints = ["a", "b", "c"]
open = ["x"]

[starter]
four_boards = "race"

[[sentence]]
says = "an order is never mixed"
tests = ["four_boards"]
"#;

fn read(order: &str, exercise: &str) -> Result<Catalog, Error> {
    Catalog::read(|file| Ok(if file == ORDER { order } else { exercise }.to_owned()))
}

fn error(order: &str, exercise: &str) -> String {
    read(order, exercise).expect_err("it contains a mistake").to_string()
}

fn with(old: &str, new: &str) -> String {
    assert!(VALID.contains(old));
    error(ORDER_OF_ONE, &VALID.replace(old, new))
}

#[test]
fn a_valid_exercise_is_read() {
    let catalog = read(ORDER_OF_ONE, VALID).unwrap();
    let coffee = catalog.get("coffee").unwrap();
    assert_eq!((coffee.topic.as_str(), coffee.points, coffee.number_of_hints()), ("locks", 10, 3));
    assert_eq!(coffee.features, [""; 0]);
    assert_eq!(coffee.starter["four_boards"], Verdict::Race);
    assert_eq!(coffee.contract.sentences[0].tests, ["four_boards"]);
    assert!(coffee.test_points.is_empty());
    let by_test = VALID.replace("[starter]", "[test_points]\nfour_boards = 10\n\n[starter]");
    let catalog = read(ORDER_OF_ONE, &by_test).unwrap();
    assert_eq!(catalog.get("coffee").unwrap().test_points["four_boards"], 10);
}

#[test]
fn errors_read_well() {
    let errors = [
        with("points = 10", "points = \"ten\""),
        with("points = 10", "points = 0"),
        with("points = 10\n", ""),
        with("points", "pionts"),
        with("\"race\"", "\"rase\""),
        with("\"race\"", "\"passed\""),
        with("[\"a\", \"b\", \"c\"]", "\"a\""),
        with("[\"a\", \"b\", \"c\"]", "[1]"),
        with("[\"a\", \"b\", \"c\"]", "[\"a\"]"),
        with("title = \"one board\"", "title = "),
        with(
            "[starter]",
            "[[repair]]\ntests = [\"five_boards\"]\nhints = [\"a\", \"b\", \"c\"]\n[starter]",
        ),
        with("[[sentence]]", "[sentence]"),
        with("says", "sais"),
        with("[starter]", "[test_points]\nfour_boards = 9\n[starter]"),
        with("[starter]", "[test_points]\nfour_boards = -1\n[starter]"),
        with("[starter]", "[test_points]\nfive_boards = 10\n[starter]"),
        error("", VALID),
        error("topics = 1", VALID),
        error(&ORDER_OF_ONE.replace("coffee", "Coffee!"), VALID),
        error(&ORDER_OF_ONE.repeat(2), VALID),
        error("topic = []", VALID),
    ];
    insta::assert_snapshot!(errors.join("\n\n"));
}

#[test]
fn an_unknown_name_suggests_the_nearest() {
    let catalog = read(ORDER_OF_ONE, VALID).unwrap();
    let unknown = |name: &str| catalog.get(name).expect_err("unknown").to_string();
    insta::assert_snapshot!([unknown("cofee"), unknown("kubernetes")].join("\n\n"));
}
