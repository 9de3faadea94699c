//! `AtomicPtr` does not compile: its target is out of reach without `unsafe`.

use std::marker::PhantomData;

/// Types that an exploration can follow.
#[diagnostic::on_unimplemented(
    message = "`AtomicPtr` is not modeled: following its pointer takes `unsafe` code",
    label = "cannot be explored",
    note = "keep the data in a `Mutex`, or an index into it in an `AtomicUsize`"
)]
pub trait Modeled {}

/// Not modeled; see [`Modeled`].
///
/// ```compile_fail,E0277
/// extern crate interleave as std;
/// use std::sync::atomic::AtomicPtr;
///
/// let mut head = 1;
/// AtomicPtr::new(&mut head);
/// ```
#[derive(Debug)]
pub struct AtomicPtr<T: Modeled>(PhantomData<T>);

impl<T: Modeled> AtomicPtr<T> {
    /// Does not compile; see [`Modeled`].
    pub const fn new(_: *mut T) -> Self {
        Self(PhantomData)
    }
}
