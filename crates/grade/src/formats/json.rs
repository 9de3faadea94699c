//! JSON, as `crates/grade/grade.schema.json` describes it.
use crate::model::GradedSubmission;

pub(crate) fn write(graded: &GradedSubmission) -> String {
    let json = serde_json::to_string_pretty(graded);
    json.expect("the model contains only strings and numbers") + "\n"
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use serde_json::{Value, json};

    use crate::formats::sample::sample;
    use crate::formats::schema;

    #[test]
    fn json_conforms_to_the_schema() {
        let text = super::write(&sample());
        schema::assert_valid(&serde_json::from_str(&text).unwrap());
        insta::assert_snapshot!(text);
    }

    #[test]
    fn other_json_does_not_conform_to_the_schema() {
        let valid: Value = serde_json::from_str(&super::write(&sample())).unwrap();
        for (place, other) in [
            ("/version", json!(1)),
            ("/points", json!(-1)),
            ("/points", json!(1.5)),
            ("/guards", json!([1])),
            ("/exercises", json!({})),
            ("/exercises/0", json!({})),
            ("/exercises/0/name", json!("Loon")),
            ("/exercises/0/verdict", json!("solved")),
            ("/exercises/0/tests/0", json!({ "name": "a" })),
            ("", json!({})),
        ] {
            let mut json = valid.clone();
            *json.pointer_mut(place).unwrap() = other;
            assert!(catch_unwind(|| schema::assert_valid(&json)).is_err(), "{place}");
        }
        let mut more = valid;
        more["grader"] = json!("");
        assert!(catch_unwind(|| schema::assert_valid(&more)).is_err());
    }

    #[test]
    fn the_schema_lists_every_verdict_of_a_test() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../grade.schema.json")).unwrap();
        let names = protocol::Verdict::ALL.map(protocol::Verdict::name);
        let test = "/properties/exercises/items/properties/tests/items/properties/verdict/enum";
        let mut listed: Vec<_> = schema.pointer(test).unwrap().as_array().unwrap().clone();
        listed.sort_by_key(|name| names.iter().position(|known| name == known));
        assert_eq!(listed, names);
    }

    #[test]
    fn the_schema_lists_every_extent() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../grade.schema.json")).unwrap();
        let test = "/properties/exercises/items/properties/tests/items/properties/coverage/enum";
        let listed = schema.pointer(test).unwrap().as_array().unwrap();
        for extent in protocol::Extent::ALL {
            assert!(listed.iter().any(|name| name == extent.name()), "{}", extent.name());
        }
    }
}
