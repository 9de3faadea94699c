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
    to_text(field(object, name)?)
}

pub(crate) fn read_number(object: &JsonValue, name: &str) -> Option<u64> {
    to_number(field(object, name)?)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked before")]
fn to_number(value: &JsonValue) -> Option<u64> {
    let number: f64 = *value.get()?;
    (number >= 0.0 && number.fract() == 0.0).then_some(number as u64)
}

/// An index into a list.
pub(crate) fn to_index(value: &JsonValue) -> Option<usize> {
    to_number(value)?.try_into().ok()
}

pub(crate) fn read_index(object: &JsonValue, name: &str) -> Option<usize> {
    to_index(field(object, name)?)
}

pub(crate) fn to_text(value: &JsonValue) -> Option<String> {
    value.get::<String>().cloned()
}

/// An array of indices.
pub(crate) fn indices(list: &[usize]) -> JsonValue {
    JsonValue::Array(list.iter().map(|index| number(*index as u64)).collect())
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
    read_array(object, name, to_text)
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
