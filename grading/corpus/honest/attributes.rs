#![allow(dead_code, unused_variables)]
#![warn(clippy::pedantic)]
#![deny(missing_debug_implementations, reason = "every type is shown")]
#![allow(missing_debug_implementations)]
#[must_use]
#[inline(always)]
pub fn one() -> u32 {
    1
}
#[cold]
#[track_caller]
#[deprecated(note = "use one")]
pub fn two() -> u32 {
    2
}
#[rustfmt::skip]
#[expect(clippy::all, reason = "never")]
fn three() -> u32 { 3 }
#[repr(u8)]
#[non_exhaustive]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mood {
    #[default]
    Good = 1,
    Bad = 2,
}
#[repr(align(64))]
pub struct Padded(u8);
#[repr(transparent)]
pub struct Same(u8);
