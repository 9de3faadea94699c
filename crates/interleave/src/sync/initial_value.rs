//! The initial value of a lock, to which a lock in a `static` is reset in each execution.
#![expect(unsafe_code, reason = "the type of the data is checked at run time")]

use std::any::TypeId;
use std::mem::MaybeUninit;
use std::ptr;

use super::type_id::type_id;
use crate::messages;
use crate::op::Place;

/// The initial bytes of the data, if they are few and need no destructor.
pub(super) struct InitialValue {
    bytes: MaybeUninit<Bytes>,
    /// Whether the data is zero-sized.
    pub(super) zero_sized: bool,
}

type Bytes = [usize; 2];

impl InitialValue {
    pub(super) const fn of<T>(data: &T) -> Self {
        let mut bytes = MaybeUninit::<Bytes>::uninit();
        if is_kept::<T>() {
            let (from, to) = (ptr::from_ref(data).cast(), bytes.as_mut_ptr().cast::<u8>());
            // SAFETY: both are valid for that many bytes, which need not be initialized; `bytes` is
            // new.
            unsafe { ptr::copy_nonoverlapping(from, to, size_of::<T>()) };
        }
        Self { bytes, zero_sized: size_of::<T>() == 0 }
    }

    /// Restores the initial value of a lock, or says why that is impossible. `None` is data that
    /// another guard holds. `T` must be the type that the value was created from.
    pub(super) fn restore<T: ?Sized>(
        &self,
        data: Option<&mut T>,
        sort: &str,
        created: Place,
    ) -> Result<(), String> {
        let data = data.ok_or_else(|| messages::surviving_guard(sort, created))?;
        let size = size_of_val(data);
        if size == 0 {
            return Ok(());
        }
        if size > size_of::<Bytes>() || !is_plain(type_id::<T>()) {
            return Err(messages::surviving_state(sort, created));
        }
        let (from, to) = (self.bytes.as_ptr().cast(), ptr::from_mut(data).cast::<u8>());
        // SAFETY: plain types are `Copy` and fit, so `of` has stored the value. Both are valid for
        // that many bytes, and `data` is an exclusive reference.
        unsafe { ptr::copy_nonoverlapping(from, to, size) };
        Ok(())
    }
}

const fn is_kept<T>() -> bool {
    size_of::<T>() <= size_of::<Bytes>() && !std::mem::needs_drop::<T>()
}

/// Whether a type is a number, a `bool`, a `char`, a `&str`, or an `Option` of one. There is no way to
/// ask whether any other type is `Copy`, and a value that is not must not be duplicated.
fn is_plain(id: TypeId) -> bool {
    macro_rules! is_one_of {
        ($($plain:ty)*) => {
            [$(TypeId::of::<$plain>(), TypeId::of::<Option<$plain>>()),*].contains(&id)
        };
    }
    is_one_of!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 bool char &'static str)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The data after a restore, if that is possible.
    fn restored<T>(first: T, now: T) -> Option<T> {
        let (initial, mut data) = (InitialValue::of(&first), now);
        let place = std::panic::Location::caller();
        initial.restore(Some(&mut data), "Mutex", place).is_ok().then_some(data)
    }

    #[test]
    fn plain_data_is_restore() {
        assert_eq!(restored(1, 2), Some(1));
        assert_eq!(restored("soup", "cake"), Some("soup"));
        assert_eq!(restored(Some(3_u64), None), Some(Some(3)));
        assert_eq!(restored(u128::MAX, 0), Some(u128::MAX));
        static FIRST: InitialValue = InitialValue::of(&Some("made by the compiler"));
        let mut data = Some("later");
        FIRST.restore(Some(&mut data), "Mutex", std::panic::Location::caller()).unwrap();
        assert_eq!(data, Some("made by the compiler"));
    }

    #[test]
    fn where_there_is_nothing_nothing_is_restore() {
        struct Token;
        assert!(restored(Token, Token).is_some());
    }

    #[test]
    fn what_may_be_there_only_once_or_is_too_large_is_not_restore() {
        assert_eq!(restored(vec![1], vec![2]), None);
        assert_eq!(restored(&mut 1, &mut 2), None);
        assert_eq!(restored(Some(1_u128), None), None);
        assert_eq!(restored([1], [2]), None, "`Copy`, but there is no way to ask");
    }
}
