//! What several tests share.

mod every_turn;
mod on_drop;
mod outcomes;
mod xorshift;

pub(crate) use every_turn::every_turn;
pub(crate) use on_drop::OnDrop;
pub(crate) use outcomes::outcomes;
pub(crate) use xorshift::Xorshift;
