//! `std::sync::Barrier`.

use std::fmt;
use std::panic::Location;
use std::sync as real;

use crate::context;
use crate::object_handle::Handle;
use crate::objects::Model;
use crate::op::{Kind, Op};
use crate::op_result::OpResult;

/// See [`std::sync::Barrier`].
pub struct Barrier {
    handle: Handle,
    size: usize,
    inner: real::Barrier,
}

/// See [`std::sync::BarrierWaitResult`].
pub struct BarrierWaitResult(bool);

impl Barrier {
    /// See [`std::sync::Barrier::new`].
    #[track_caller]
    pub const fn new(n: usize) -> Self {
        Self { handle: Handle::new(), size: n, inner: real::Barrier::new(n) }
    }

    /// See [`std::sync::Barrier::wait`].
    #[track_caller]
    pub fn wait(&self) -> BarrierWaitResult {
        let place = Location::caller();
        let leads = context::with(|runtime| {
            let model = || Model::Barrier { size: self.size, arrived: 0, generation: 0 };
            let (object, _) = self.handle.resolve(runtime, size_of::<Self>(), model);
            match runtime.perform(Op { kind: Kind::Arrive, object, place }) {
                OpResult::Generation(generation) => {
                    runtime.perform(Op { kind: Kind::Leave { generation }, object, place });
                    false
                }
                _ => true,
            }
        });
        BarrierWaitResult(leads.unwrap_or_else(|| self.inner.wait().is_leader()))
    }
}

impl BarrierWaitResult {
    /// See [`std::sync::BarrierWaitResult::is_leader`].
    pub fn is_leader(&self) -> bool {
        self.0
    }
}

impl fmt::Debug for Barrier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Barrier").finish_non_exhaustive()
    }
}

impl fmt::Debug for BarrierWaitResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BarrierWaitResult").field("is_leader", &self.is_leader()).finish()
    }
}
