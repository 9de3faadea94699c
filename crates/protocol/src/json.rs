//! Writing JSON objects, and reading their fields.
use tinyjson::JsonValue;

/// An object with these fields.
pub(crate) fn object<const N: usize>(fields: [(&str, JsonValue); N]) -> JsonValue {
    JsonValue::Object(fields.map(|(name, value)| (name.to_owned(), value)).into())
}

/// An array of strings.
pub(crate) fn strings(items: &[String]) -> JsonValue {
    JsonValue::Array(items.iter().cloned().map(JsonValue::String).collect())
}

/// The text of a value.
pub(crate) fn write(value: &JsonValue) -> String {
    value.stringify().expect("every number is finite")
}

/// A value that may be missing.
pub(crate) fn nullable(value: Option<JsonValue>) -> JsonValue {
    value.unwrap_or(JsonValue::Null)
}

/// A number. Integers are exact up to 2^53.
#[expect(clippy::cast_precision_loss, reason = "no count comes near 2^53")]
pub(crate) fn number(number: u64) -> JsonValue {
    JsonValue::Number(number as f64)
}

fn field<'a>(object: &'a JsonValue, name: &str) -> Option<&'a JsonValue> {
    match object {
        JsonValue::Object(fields) => fields.get(name),
        _ => None,
    }
}

pub(crate) fn read_string(object: &JsonValue, name: &str) -> Option<String> {
    field(object, name)?.get::<String>().cloned()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked before")]
pub(crate) fn read_number(object: &JsonValue, name: &str) -> Option<u64> {
    let number: f64 = *field(object, name)?.get()?;
    (number >= 0.0 && number.fract() == 0.0).then_some(number as u64)
}

pub(crate) fn read_flag(object: &JsonValue, name: &str) -> Option<bool> {
    field(object, name)?.get().copied()
}

/// The elements of an array; `None` if it is not an array or `read` rejects an element.
pub(crate) fn read_array<T>(
    object: &JsonValue,
    name: &str,
    read: impl FnMut(&JsonValue) -> Option<T>,
) -> Option<Vec<T>> {
    field(object, name)?.get::<Vec<JsonValue>>()?.iter().map(read).collect()
}

pub(crate) fn read_strings(object: &JsonValue, name: &str) -> Option<Vec<String>> {
    read_array(object, name, |value| value.get::<String>().cloned())
}

/// The value of an optional field: `Some(None)` if it is null.
pub(crate) fn read_nullable<T>(
    object: &JsonValue,
    name: &str,
    read: impl FnOnce(&JsonValue) -> Option<T>,
) -> Option<Option<T>> {
    match field(object, name)? {
        JsonValue::Null => Some(None),
        value => read(value).map(Some),
    }
}
