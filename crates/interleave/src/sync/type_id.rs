//! The identity of a type that need not be `'static`.
#![expect(unsafe_code, reason = "std's `TypeId` requires `'static`")]

use std::any::TypeId;
use std::marker::PhantomData;

/// Identifies a type, including types that borrow. Types that differ only in lifetimes have the
/// same identity.
pub(super) fn type_id<T: ?Sized>() -> TypeId {
    trait Named {
        fn id(&self) -> TypeId
        where
            Self: 'static;
    }

    impl<T: ?Sized> Named for PhantomData<T> {
        fn id(&self) -> TypeId
        where
            Self: 'static,
        {
            TypeId::of::<T>()
        }
    }

    let named: &dyn Named = &PhantomData::<T>;
    // SAFETY: the types differ only in a lifetime of a `PhantomData`, which holds nothing.
    unsafe { std::mem::transmute::<&dyn Named, &(dyn Named + 'static)>(named) }.id()
}
