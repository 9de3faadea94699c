//! What several tests share.

mod every_turn;
mod on_drop;
mod outcomes;
mod redundant;
mod xorshift;

pub(crate) use every_turn::every_turn;
pub(crate) use on_drop::OnDrop;
pub(crate) use outcomes::outcomes;
pub(crate) use redundant::be_redundant_without_a_plan;
pub(crate) use xorshift::Xorshift;
