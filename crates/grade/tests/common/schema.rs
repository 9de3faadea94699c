//! Checks JSON against `grade.schema.json`. Libraries for JSON Schema take longer to compile than the
//! rest of `grade`; this supports the keywords that the schema uses, and no others.
use serde_json::Value;

/// Panics unless `json` conforms to the schema, with the place that does not.
pub(crate) fn assert_valid(json: &Value) {
    let schema: Value = serde_json::from_str(include_str!("../../grade.schema.json")).unwrap();
    check(&schema, json, "$");
}

fn check(schema: &Value, json: &Value, at: &str) {
    for (keyword, expected) in schema.as_object().unwrap() {
        let holds = match keyword.as_str() {
            "$schema" | "title" => true,
            "type" => match expected.as_str().unwrap() {
                "object" => json.is_object(),
                "array" => json.is_array(),
                "string" => json.is_string(),
                "integer" => json.is_i64() || json.is_u64(),
                other => panic!("{at}: the type `{other}` is not supported"),
            },
            "const" => json == expected,
            "enum" => expected.as_array().unwrap().contains(json),
            "minimum" => json.as_f64() >= expected.as_f64(),
            "pattern" => {
                assert_eq!(expected, "^[a-z_]+$", "{at}: the pattern is not supported");
                let text = json.as_str().unwrap();
                !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
            }
            "required" => expected.as_array().unwrap().iter().all(|name| {
                let name = name.as_str().unwrap();
                assert!(json.get(name).is_some(), "{at}: `{name}` is missing");
                true
            }),
            "properties" => {
                for (name, schema) in expected.as_object().unwrap() {
                    json.get(name)
                        .into_iter()
                        .for_each(|it| check(schema, it, &format!("{at}.{name}")));
                }
                true
            }
            "additionalProperties" => {
                assert_eq!(expected, false, "{at}: other schemas are not supported");
                json.as_object()
                    .unwrap()
                    .keys()
                    .all(|name| schema["properties"].get(name).is_some())
            }
            "items" => {
                for (number, item) in json.as_array().unwrap().iter().enumerate() {
                    check(expected, item, &format!("{at}[{number}]"));
                }
                true
            }
            other => panic!("{at}: the keyword `{other}` is not supported"),
        };
        assert!(holds, "{at} does not conform to `{keyword}: {expected}`: {json}");
    }
}
