//! What several tests share.

mod every_turn;
mod on_drop;
mod outcomes;
mod redundant;
mod run_in_process;
mod xorshift;

pub(crate) use every_turn::every_turn;
pub(crate) use on_drop::OnDrop;
pub(crate) use outcomes::outcomes;
pub(crate) use redundant::be_redundant_without_a_plan;
pub(crate) use run_in_process::run_in_process;
pub(crate) use xorshift::Xorshift;
