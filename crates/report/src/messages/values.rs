//! Values of atomics as text.

use std::any::type_name;
use std::fmt::Debug;

/// The value; of a byte that is a letter, the letter too: `67 'C'`.
pub fn value<T: Debug>(value: &T) -> String {
    let text = format!("{value:?}");
    if type_name::<T>() != type_name::<u8>() {
        return text;
    }
    match text.parse::<u8>() {
        Ok(byte) if byte.is_ascii_graphic() || byte == b' ' => {
            format!("{byte} {:?}", char::from(byte))
        }
        _ => text,
    }
}

/// What a step made of the value.
pub fn change(before: &str, after: &str) -> String {
    format!("{before} → {after}")
}

/// Why a `compare_exchange` did nothing.
pub fn other_value(found: &str, expected: &str) -> String {
    format!("{found}, not {expected}")
}

/// Why a weak one did nothing although it found what it expected.
pub fn no_reason(found: &str) -> String {
    format!("{found}, not exchanged, for no reason")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_that_is_a_letter_shows_it() {
        assert_eq!(value(&67_u8), "67 'C'");
        assert_eq!(value(&7_u8), "7");
        assert_eq!(value(&67_u32), "67");
        assert_eq!(change(&value(&32_u8), &value(&77_u8)), "32 ' ' → 77 'M'");
    }
}
