//! The values of thread-local keys in the threads of one execution.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use crate::thread_set::Tid;

/// The value of a key in one thread.
struct Local {
    thread: Tid,
    key: usize,
    /// `None` while it is dropped, and after that.
    value: Option<Rc<dyn Any>>,
    /// Whether it has a destructor. If not, it can be used until the thread ends.
    needs_drop: bool,
}

/// The values of all threads, the oldest first.
#[derive(Default)]
pub(crate) struct Locals(RefCell<Vec<Local>>);

impl Locals {
    /// The value, if it was initialized; without the value if it was dropped.
    pub(crate) fn get(&self, thread: Tid, key: usize) -> Option<Option<Rc<dyn Any>>> {
        let locals = self.0.borrow();
        let local = locals.iter().find(|local| local.thread == thread && local.key == key);
        local.map(|local| local.value.clone())
    }

    pub(crate) fn set(&self, thread: Tid, key: usize, value: Rc<dyn Any>, needs_drop: bool) {
        self.0.borrow_mut().push(Local { thread, key, value: Some(value), needs_drop });
    }

    /// Whether values of a thread have destructors.
    pub(crate) fn have_destructors(&self, thread: Tid) -> bool {
        self.0.borrow().iter().any(|local| local.thread == thread && local.needs_drop)
    }

    /// Drops the values of a thread, the newest first. Their destructors may create new ones.
    pub(crate) fn drop_all(&self, thread: Tid) {
        loop {
            let last = {
                let mut locals = self.0.borrow_mut();
                let mut mine = locals.iter_mut().rev().filter(|local| local.thread == thread);
                mine.find(|local| local.needs_drop && local.value.is_some())
                    .and_then(|local| local.value.take())
            };
            match last {
                Some(value) => drop(value),
                None => break,
            }
        }
        self.0.borrow_mut().retain(|local| local.thread != thread);
    }

    /// Leaks the values of the threads that have not ended.
    pub(crate) fn leave(&self) {
        self.0.borrow_mut().drain(..).for_each(std::mem::forget);
    }
}
