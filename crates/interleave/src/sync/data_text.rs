//! The data of a lock as text, for a trace. Without specialization, `Debug` cannot be asked for, so only
//! well-known types are shown.
#![expect(unsafe_code, reason = "the type of the data is checked at run time")]

use std::any::TypeId;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::ptr;

use super::type_id::type_id;
use crate::trace::Value;

/// Shows data of a type that the list below contains.
#[cold]
pub(super) fn data_text<T: ?Sized>(data: &T) -> Option<String> {
    show_known(type_id::<T>(), ptr::from_ref(data).cast())
}

/// Shows what `data` points to, which has the type `id`.
fn show_known(id: TypeId, data: *const ()) -> Option<String> {
    const KNOWN: &[fn(TypeId, *const ()) -> Option<String>] = &[
        show::<u8>,
        show::<u16>,
        show::<u32>,
        show::<u64>,
        show::<usize>,
        show::<i32>,
        show::<i64>,
        show::<bool>,
        show::<char>,
        show::<String>,
        show::<Option<u32>>,
        show::<Option<String>>,
        show::<(usize, usize)>,
        show::<(usize, bool)>,
        show::<Vec<bool>>,
        show::<Vec<u8>>,
        show::<Vec<u32>>,
        show::<Vec<u64>>,
        show::<Vec<usize>>,
        show::<Vec<String>>,
        show::<BTreeSet<usize>>,
        show::<BTreeMap<usize, u32>>,
        show::<BTreeMap<String, u32>>,
        show::<BTreeMap<String, String>>,
    ];
    KNOWN.iter().find_map(|show| show(id, data))
}

/// Shows `data` if `id` is that of `T`.
fn show<T: Debug + 'static>(id: TypeId, data: *const ()) -> Option<String> {
    if id != TypeId::of::<T>() {
        return None;
    }
    // SAFETY: the caller has a reference to data of the type that `id` identifies. Two types with the same
    // identity differ only in lifetimes, and `T` has none.
    Some(Value::show(unsafe { &*data.cast::<T>() }))
}

#[cfg(test)]
mod tests {
    use super::data_text;

    #[test]
    fn well_known_data_is_shown() {
        assert_eq!(data_text(&41_u32).as_deref(), Some("41"));
        assert_eq!(data_text(&vec![true, false]).as_deref(), Some("[true, false]"));
        assert_eq!(data_text(&String::from("purr")).as_deref(), Some("\"purr\""));
    }

    #[test]
    fn other_data_is_not_shown() {
        struct Age(#[expect(dead_code, reason = "only its type matters")] u32);
        assert_eq!(data_text(&Age(41)), None);
        assert_eq!(data_text([1_u32, 2].as_slice()), None);
        assert_eq!(data_text(&&41_u32), None);
    }
}
