//! What several tests share.

mod on_drop;
mod outcomes;
mod xorshift;

pub(crate) use on_drop::OnDrop;
pub(crate) use outcomes::outcomes;
pub(crate) use xorshift::Xorshift;
