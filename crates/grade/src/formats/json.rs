//! JSON, as `crates/grade/grade.schema.json` describes it.
use crate::model::Model;

/// The model as it is, indented, with a line end.
pub(crate) fn write(model: &Model) -> String {
    // A model has only texts and numbers: nothing that JSON cannot hold.
    serde_json::to_string_pretty(model).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use crate::formats::sample::sample;

    #[test]
    fn a_result_fits_the_schema() {
        let schema = include_str!("../../grade.schema.json");
        let schema: serde_json::Value = serde_json::from_str(schema).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let text = super::write(&sample());
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let errors: Vec<String> = validator.iter_errors(&value).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
        insta::assert_snapshot!(text);
    }
}
