//! Reading fields of JSON objects.
use serde_json::Value;

pub(crate) fn text(object: &Value, field: &str) -> Option<String> {
    object.get(field)?.as_str().map(str::to_owned)
}

pub(crate) fn number(object: &Value, field: &str) -> Option<u64> {
    object.get(field)?.as_u64()
}

/// The elements of an array; `None` if it is not an array or `read` rejects an element.
pub(crate) fn list<T>(
    object: &Value,
    field: &str,
    read: impl FnMut(&Value) -> Option<T>,
) -> Option<Vec<T>> {
    object.get(field)?.as_array()?.iter().map(read).collect()
}

pub(crate) fn texts(object: &Value, field: &str) -> Option<Vec<String>> {
    list(object, field, |value| value.as_str().map(str::to_owned))
}

/// The value of an optional field: `Some(None)` if it is null or absent.
pub(crate) fn optional<T>(
    object: &Value,
    field: &str,
    read: impl FnOnce(&Value) -> Option<T>,
) -> Option<Option<T>> {
    match object.get(field) {
        None | Some(Value::Null) => Some(None),
        Some(value) => read(value).map(Some),
    }
}
