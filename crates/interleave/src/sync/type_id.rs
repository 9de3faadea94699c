//! Which type a type parameter stands for, where nothing says that it is `'static`.
#![expect(
    unsafe_code,
    reason = "the type of types that borrow is known to std only where they do not"
)]

use std::any::TypeId;
use std::marker::PhantomData;

/// What tells a type from others, also where it borrows. Types that differ in lifetimes alone have
/// the same.
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
    // SAFETY: the two types differ in a lifetime alone, of a `PhantomData`, which holds nothing.
    unsafe { std::mem::transmute::<&dyn Named, &(dyn Named + 'static)>(named) }.id()
}
