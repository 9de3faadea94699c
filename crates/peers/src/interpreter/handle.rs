//! Free and scoped threads behind one interface.
use super::super::std_api::{is_finished, thread};

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
