//! The real lock inside a `Mutex` or `RwLock`, which in a `static` is reset in each execution.
#![expect(unsafe_code, reason = "the type of the data is checked at run time")]

use std::any::TypeId;
use std::mem::{MaybeUninit, transmute_copy};
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicPtr, Ordering};

use super::type_id::type_id;

/// The bytes of a lock around a plain value.
#[repr(align(16))]
#[derive(Clone, Copy)]
struct Bytes(#[expect(dead_code, reason = "only copied")] [usize; 4]);

/// A lock with its initial state.
pub(super) struct Resettable<L: ?Sized> {
    /// Initialized if the lock fits.
    initial: MaybeUninit<Bytes>,
    /// Whether the data is zero-sized.
    pub(super) zero_sized: bool,
    /// The lock that replaces the first one, an `L`; null at first. It is never freed, because a guard may still
    /// refer to it.
    later: AtomicPtr<Bytes>,
    first: L,
}

impl<L> Resettable<L> {
    /// A new lock, which is not locked. Its data is a `T`.
    pub(super) const fn new<T>(lock: L) -> Self {
        let mut initial = MaybeUninit::<Bytes>::uninit();
        if size_of::<L>() <= size_of::<Bytes>() {
            let (from, to) = (ptr::from_ref(&lock).cast(), initial.as_mut_ptr().cast::<u8>());
            // SAFETY: both are valid for that many bytes, which need not be initialized; `initial` is
            // new.
            unsafe { ptr::copy_nonoverlapping(from, to, size_of::<L>()) };
        }
        let later = AtomicPtr::new(ptr::null_mut());
        Self { initial, zero_sized: size_of::<T>() == 0, later, first: lock }
    }

    pub(super) fn into_inner(self) -> L {
        match self.later() {
            // SAFETY: it is never dropped, and `self`, through which it is accessed, ends here.
            Some(later) => unsafe { later.read() },
            None => self.first,
        }
    }
}

impl<L: ?Sized> Resettable<L> {
    pub(super) fn get(&self) -> &L {
        // SAFETY: it is never freed, and only `get_mut` gives exclusive access.
        self.later().map_or(&self.first, |later| unsafe { later.as_ref() })
    }

    pub(super) fn get_mut(&mut self) -> &mut L {
        // SAFETY: as above; and `&mut self` rules out references that `get` returned.
        self.later().map_or(&mut self.first, |mut later| unsafe { later.as_mut() })
    }

    /// The lock that replaces the first one.
    #[inline]
    fn later(&self) -> Option<NonNull<L>> {
        let later = NonNull::new(self.later.load(Ordering::Acquire))?;
        assert!(
            is_thin::<L>(),
            "a `static` lock must not be used through a reference to `Mutex<dyn …>`"
        );
        // SAFETY: pointers without metadata have the same layout; `reset` has stored one to an `L`.
        Some(unsafe { transmute_copy::<NonNull<Bytes>, NonNull<L>>(&later) })
    }

    /// Resets the lock to its initial state. It must not be poisoned. `None` is data that is still locked: its guard
    /// was forgotten or kept. Returns `false` if the initial state is unknown, because a `T` may own something.
    pub(super) fn reset<T: ?Sized>(&self, data: Option<&mut T>) -> bool {
        let lock = self.get();
        let is_known =
            size_of_val(lock) <= size_of::<Bytes>() && align_of_val(lock) <= align_of::<Bytes>();
        if !is_known || !is_thin::<L>() || !(self.zero_sized || is_plain(type_id::<T>())) {
            return false;
        }
        match data {
            Some(data) => {
                let (size, data) = (size_of_val(data), ptr::from_mut(data).cast::<u8>());
                let offset = data.addr() - ptr::from_ref(lock).addr();
                let initial = self.initial.as_ptr().cast::<u8>();
                // SAFETY: plain types are `Copy`, and `new` has copied this one with its lock. Both are
                // valid for that many bytes, and `data` was an exclusive reference.
                unsafe { ptr::copy_nonoverlapping(initial.add(offset), data, size) };
            }
            None => {
                let another = Box::into_raw(Box::new(self.initial));
                self.later.store(another.cast(), Ordering::Release);
            }
        }
        true
    }
}

fn is_thin<L: ?Sized>() -> bool {
    size_of::<*const L>() == size_of::<*const ()>()
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
    use std::sync::Mutex;

    use super::*;

    /// The data of a lock that was reset, if that is possible: while it is locked, or not.
    fn reset<T>(first: T, now: T, is_locked: bool) -> Option<T> {
        let lock = Resettable::new::<T>(Mutex::new(first));
        let mut guard = lock.get().lock().unwrap();
        *guard = now;
        let is_reset = lock.reset((!is_locked).then_some(&mut *guard));
        assert_eq!(is_locked && is_reset, lock.get().try_lock().is_ok());
        drop(guard);
        is_reset.then(|| lock.into_inner().into_inner().unwrap())
    }

    #[test]
    fn plain_data_is_reset() {
        for is_locked in [false, true] {
            assert_eq!(reset(1, 2, is_locked), Some(1));
            assert_eq!(reset("soup", "cake", is_locked), Some("soup"));
            assert_eq!(reset(Some(3_u64), None, is_locked), Some(Some(3)));
            assert_eq!(reset(u128::MAX, 0, is_locked), Some(u128::MAX));
        }
    }

    #[test]
    fn a_static_is_reset() {
        type Dish = Option<&'static str>;
        static DISH: Resettable<Mutex<Dish>> =
            Resettable::new::<Dish>(Mutex::new(Some("made by the compiler")));
        for _ in 0..3 {
            let mut guard = DISH.get().lock().unwrap();
            assert_eq!(guard.replace("later"), Some("made by the compiler"));
            assert!(DISH.reset::<Dish>(None));
        }
    }

    #[test]
    fn where_there_is_no_data_only_the_lock_is_reset() {
        struct Token;
        assert!(reset(Token, Token, false).is_some());
        assert!(reset(Token, Token, true).is_some());
    }

    #[test]
    fn what_may_be_there_only_once_or_is_too_large_is_not_reset() {
        for is_locked in [false, true] {
            assert_eq!(reset(vec![1], vec![2], is_locked), None);
            assert_eq!(reset(&mut 1, &mut 2, is_locked), None);
            assert_eq!(reset(Some(1_u128), None, is_locked), None);
            assert_eq!(reset([1], [2], is_locked), None, "`Copy`, but there is no way to ask");
        }
    }
}
