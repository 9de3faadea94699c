//! Types as JSON: each field is listed once, for writing and for reading.
use tinyjson::JsonValue;

/// A type that can be written as JSON and read back.
pub(crate) trait Json: Sized {
    fn write(&self) -> JsonValue;

    /// `None` if the value is not what [`write`](Self::write) returns for some value.
    fn read(value: &JsonValue) -> Option<Self>;
}

/// The text of a value.
pub(crate) fn to_text(value: &JsonValue) -> String {
    value.stringify().expect("every number is finite")
}

/// The value of a field.
pub(crate) fn field<T: Json>(object: &JsonValue, name: &str) -> Option<T> {
    match object {
        JsonValue::Object(fields) => T::read(fields.get(name)?),
        _ => None,
    }
}

/// Writes and reads a struct as an object with these fields. A name in quotes is the key, if it is not the name
/// of the field. A struct of another crate is read into its `default`, because fields may be added to it.
macro_rules! object {
    ($type:ident { $($field:ident $($key:literal)?),* $(,)? }) => {
        object!(@impl $type, value, {
            Some(Self { $($field: $crate::json::field(value, object!(@key $field $($key)?))?,)* })
        }, $($field $($key)?,)*);
    };
    (default $type:ident { $($field:ident),* $(,)? }) => {
        object!(@impl $type, value, {
            let mut read = Self::default();
            $(read.$field = $crate::json::field(value, stringify!($field))?;)*
            Some(read)
        }, $($field,)*);
    };
    (@impl $type:ident, $value:ident, $read:block, $($field:ident $($key:literal)?,)*) => {
        impl $crate::json::Json for $type {
            fn write(&self) -> tinyjson::JsonValue {
                let fields = [$((
                    object!(@key $field $($key)?).to_owned(),
                    $crate::json::Json::write(&self.$field),
                ),)*];
                tinyjson::JsonValue::Object(fields.into())
            }

            fn read($value: &tinyjson::JsonValue) -> Option<Self> $read
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
}

/// Writes and reads an enum by its name.
macro_rules! name {
    ($type:ident, $from_name:expr) => {
        impl $crate::json::Json for $type {
            fn write(&self) -> tinyjson::JsonValue {
                self.name().to_owned().into()
            }

            fn read(value: &tinyjson::JsonValue) -> Option<Self> {
                $from_name(value.get::<String>()?.as_str())
            }
        }
    };
}
pub(crate) use {name, object};

impl Json for String {
    fn write(&self) -> JsonValue {
        self.clone().into()
    }

    fn read(value: &JsonValue) -> Option<Self> {
        value.get::<Self>().cloned()
    }
}

impl Json for bool {
    fn write(&self) -> JsonValue {
        (*self).into()
    }

    fn read(value: &JsonValue) -> Option<Self> {
        value.get().copied()
    }
}

impl Json for u64 {
    /// Integers are exact up to 2^53.
    #[expect(clippy::cast_precision_loss, reason = "no count comes near 2^53")]
    fn write(&self) -> JsonValue {
        JsonValue::Number(*self as f64)
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked before")]
    fn read(value: &JsonValue) -> Option<Self> {
        let number: f64 = *value.get()?;
        (number >= 0.0 && number.fract() == 0.0).then_some(number as Self)
    }
}

/// An index into a list.
impl Json for usize {
    fn write(&self) -> JsonValue {
        (*self as u64).write()
    }

    fn read(value: &JsonValue) -> Option<Self> {
        u64::read(value)?.try_into().ok()
    }
}

/// A file and a line.
impl Json for (String, u32) {
    fn write(&self) -> JsonValue {
        vec![self.0.write(), f64::from(self.1).into()].into()
    }

    fn read(value: &JsonValue) -> Option<Self> {
        let [file, line] = value.get::<Vec<JsonValue>>()?.as_slice() else { return None };
        Some((String::read(file)?, u64::read(line)?.try_into().ok()?))
    }
}

impl<T: Json> Json for Vec<T> {
    fn write(&self) -> JsonValue {
        JsonValue::Array(self.iter().map(T::write).collect())
    }

    fn read(value: &JsonValue) -> Option<Self> {
        value.get::<Vec<JsonValue>>()?.iter().map(T::read).collect()
    }
}

/// Null if there is no value.
impl<T: Json> Json for Option<T> {
    fn write(&self) -> JsonValue {
        self.as_ref().map_or(JsonValue::Null, T::write)
    }

    fn read(value: &JsonValue) -> Option<Self> {
        match value {
            JsonValue::Null => Some(None),
            value => T::read(value).map(Some),
        }
    }
}
