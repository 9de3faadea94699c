//! A running thread, free or scoped.
use super::super::std_api::sync::{MutexGuard, RwLockReadGuard, RwLockWriteGuard};
use super::super::std_api::{is_finished, thread};
use super::endpoints::Endpoints;
use super::references::References;
use super::shared::Shared;
use crate::program::{MUTEXES, REGISTERS, RWLOCKS};
use std::sync::Arc;
use std::time::Duration;

/// The timeout of timed operations on real threads.
pub(super) const TIMEOUT: Duration = Duration::from_millis(1);

pub(super) enum RwLockGuard<'s> {
    Read(RwLockReadGuard<'s, u8>),
    Write(RwLockWriteGuard<'s, u8>),
}

#[derive(Clone, Copy)]
pub(super) enum Spawner<'scope, 'env> {
    Free,
    Scoped(&'scope thread::Scope<'scope, 'env>),
}

pub(super) enum Handle<'scope> {
    Free(thread::JoinHandle<()>),
    Scoped(thread::ScopedJoinHandle<'scope, ()>),
}

impl Handle<'_> {
    pub(super) fn thread(&self) -> &thread::Thread {
        match self {
            Handle::Free(handle) => handle.thread(),
            Handle::Scoped(handle) => handle.thread(),
        }
    }

    pub(super) fn is_finished(&self) -> bool {
        match self {
            Handle::Free(handle) => is_finished(handle),
            Handle::Scoped(handle) => handle.is_finished(),
        }
    }

    pub(super) fn join(self) -> std::thread::Result<()> {
        match self {
            Handle::Free(handle) => handle.join(),
            Handle::Scoped(handle) => handle.join(),
        }
    }
}

/// A running thread. An unwinding thread drops the fields in this order.
pub(super) struct Thread<'s, 'scope, 'env> {
    pub(super) shared: &'s Arc<Shared>,
    pub(super) number: usize,
    pub(super) mutexes: [Option<MutexGuard<'s, u8>>; MUTEXES],
    pub(super) rwlocks: [Option<RwLockGuard<'s>>; RWLOCKS],
    pub(super) endpoints: Endpoints,
    pub(super) references: References,
    pub(super) spawner: Spawner<'scope, 'env>,
    pub(super) spawned: Vec<usize>,
    pub(super) children: Vec<(usize, Handle<'scope>)>,
    pub(super) known: Vec<Option<thread::Thread>>,
    pub(super) registers: [u8; REGISTERS],
    pub(super) poison: u8,
}
