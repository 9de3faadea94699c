//! JSON, as `crates/grade/grade.schema.json` describes it.
use crate::model::GradedSubmission;

pub(crate) fn write(graded: &GradedSubmission) -> String {
    let json = serde_json::to_string_pretty(graded);
    json.expect("the model contains only strings and numbers") + "\n"
}

#[cfg(test)]
mod tests {
    use crate::formats::sample::sample;

    #[test]
    fn json_conforms_to_the_schema() {
        let schema = serde_json::from_str(include_str!("../../grade.schema.json")).unwrap();
        let text = super::write(&sample());
        let value = serde_json::from_str(&text).unwrap();
        jsonschema::validate(&schema, &value).unwrap();
        insta::assert_snapshot!(text);
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
}
