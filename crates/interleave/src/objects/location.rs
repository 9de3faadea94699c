//! A location in memory: every store to it, in the order in which they were executed.

use crate::known::Known;
use crate::op::Place;
use crate::thread_set::Tid;

#[derive(Debug)]
pub(crate) struct Location {
    /// Its place in a view.
    pub(crate) number: usize,
    pub(crate) stores: Vec<Store>,
}

#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub(crate) value: u64,
    /// What whoever reads it with `Acquire` learns: nothing from a relaxed store.
    pub(crate) message: Option<Known>,
    pub(crate) thread: Tid,
    pub(crate) place: Place,
}

impl Location {
    pub(crate) fn latest(&self) -> usize {
        self.stores.len() - 1
    }
}
