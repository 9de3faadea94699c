//! Checks JSON against a JSON schema. Libraries for JSON Schema take longer to compile than the rest of
//! `grade`; this supports the keywords that our schema and SARIF's use, and no others.
use serde_json::Value;

/// Panics unless `json` conforms to `grade.schema.json`, with the place that does not.
pub(crate) fn assert_valid(json: &Value) {
    assert_conforms(&serde_json::from_str(include_str!("../../grade.schema.json")).unwrap(), json);
}

/// Panics unless `json` conforms to a schema, with the place that does not.
pub(crate) fn assert_conforms(schema: &Value, json: &Value) {
    if let Err(error) = (Check { root: schema }).check(schema, json, "$") {
        panic!("{error}");
    }
}

struct Check<'a> {
    root: &'a Value,
}

impl Check<'_> {
    fn check(&self, schema: &Value, json: &Value, at: &str) -> Result<(), String> {
        for (keyword, expected) in schema.as_object().unwrap() {
            if !self.keyword(schema, keyword, expected, json, at)? {
                return Err(format!("{at} does not conform to `{keyword}: {expected}`: {json}"));
            }
        }
        Ok(())
    }

    /// Whether a value conforms to one keyword of a schema; an error is about a part of the value.
    fn keyword(
        &self,
        schema: &Value,
        keyword: &str,
        expected: &Value,
        json: &Value,
        at: &str,
    ) -> Result<bool, String> {
        let one_of = |it: &&Value| self.check(it, json, at).is_ok();
        Ok(match keyword {
            "$schema" | "$id" | "title" | "description" | "default" | "definitions" | "format" => {
                true
            }
            "$ref" => {
                let target = expected.as_str().unwrap().strip_prefix('#').unwrap();
                self.check(self.root.pointer(target).unwrap(), json, at)?;
                true
            }
            "type" => match expected.as_str().unwrap() {
                "object" => json.is_object(),
                "array" => json.is_array(),
                "string" => json.is_string(),
                "integer" => json.is_i64() || json.is_u64(),
                "number" => json.is_number(),
                "boolean" => json.is_boolean(),
                other => panic!("{at}: the type `{other}` is not supported"),
            },
            "const" => json == expected,
            "enum" => expected.as_array().unwrap().contains(json),
            "minimum" => json.as_f64() >= expected.as_f64(),
            "maximum" => json.as_f64() <= expected.as_f64(),
            "minItems" => json.as_array().unwrap().len() as u64 >= expected.as_u64().unwrap(),
            "uniqueItems" => {
                let items = json.as_array().unwrap();
                expected == false || (1..items.len()).all(|at| !items[..at].contains(&items[at]))
            }
            "anyOf" => expected.as_array().unwrap().iter().any(|it| one_of(&it)),
            "oneOf" => expected.as_array().unwrap().iter().filter(one_of).count() == 1,
            "pattern" => {
                assert_eq!(expected, "^[a-z_]+$", "{at}: the pattern is not supported");
                let text = json.as_str().unwrap();
                !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
            }
            "required" => {
                let names = expected.as_array().unwrap().iter().map(|name| name.as_str().unwrap());
                let missing = names.into_iter().find(|name| json.get(name).is_none());
                match missing {
                    Some(name) => return Err(format!("{at}: `{name}` is missing")),
                    None => true,
                }
            }
            "properties" => {
                for (name, schema) in expected.as_object().unwrap() {
                    if let Some(value) = json.get(name) {
                        self.check(schema, value, &format!("{at}.{name}"))?;
                    }
                }
                true
            }
            "additionalProperties" if expected.is_object() => {
                for (name, value) in json.as_object().unwrap() {
                    if schema["properties"].get(name).is_none() {
                        self.check(expected, value, &format!("{at}.{name}"))?;
                    }
                }
                true
            }
            "additionalProperties" => {
                let mut names = json.as_object().unwrap().keys();
                expected == true || names.all(|name| schema["properties"].get(name).is_some())
            }
            "items" => {
                for (number, item) in json.as_array().unwrap().iter().enumerate() {
                    self.check(expected, item, &format!("{at}[{number}]"))?;
                }
                true
            }
            other => panic!("{at}: the keyword `{other}` is not supported"),
        })
    }
}
