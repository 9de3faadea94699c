use std::sync::{Barrier, Condvar, PoisonError, RwLock, Weak};
pub struct Gate {
    open: Mutex<bool>,
    changed: Condvar,
    list: RwLock<Vec<u8>>,
    barrier: Barrier,
    parent: Weak<Gate>,
}
impl Gate {
    pub fn wait(&self) -> usize {
        let open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let open = self.changed.wait_while(open, |open| !*open).unwrap();
        drop(open);
        self.barrier.wait();
        self.list.read().unwrap().len() + usize::from(self.parent.upgrade().is_some())
    }
}
