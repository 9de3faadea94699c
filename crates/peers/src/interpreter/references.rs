//! References to counted objects.
use super::super::std_api::sync::atomic::{AtomicU8, Ordering::SeqCst};
use crate::program::{ARCS, ATOMICS, ArcOp, Program};
use std::array;
use std::sync::{Arc, Weak};

pub(super) type Atomics = Arc<[AtomicU8; ATOMICS]>;

/// A counted value.
pub(super) struct Counted(Atomics);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0[1].fetch_add(1, SeqCst);
    }
}

/// One thread's references to each object.
#[derive(Default)]
pub(super) struct References {
    strong: [Option<Arc<Counted>>; ARCS],
    weak: [Option<Weak<Counted>>; ARCS],
    /// Accessed between two changes, which would be one step otherwise.
    point: Option<Arc<AtomicU8>>,
    /// Whether a change may have been in the current step.
    has_changed: bool,
}

impl References {
    /// Creates the objects of `program` and distributes references to its threads.
    pub(super) fn of(program: &Program, atomics: &Atomics) -> Vec<Self> {
        if !program.counts_references() {
            return program.threads.iter().map(|_| Self::default()).collect();
        }
        let point = Arc::new(AtomicU8::new(0));
        let objects: [_; ARCS] = array::from_fn(|at| {
            program.references(0, at).0.then(|| Arc::new(Counted(Arc::clone(atomics))))
        });
        let of_thread = |thread| {
            let references = |at| program.references(thread, at);
            Self {
                strong: array::from_fn(|at| objects[at].clone().filter(|_| references(at).0)),
                weak: array::from_fn(|at| {
                    objects[at].as_ref().filter(|_| references(at).1).map(Arc::downgrade)
                }),
                point: Some(Arc::clone(&point)),
                has_changed: false,
            }
        };
        (0..program.threads.len()).map(of_thread).collect()
    }

    /// Begins a new step, if the last change may be in the current one.
    fn separate(&mut self) {
        if std::mem::replace(&mut self.has_changed, true)
            && let Some(point) = &self.point
        {
            point.load(SeqCst);
        }
    }

    /// A new step has begun.
    pub(super) fn are_separate(&mut self) {
        self.has_changed = false;
    }

    /// Carries out an operation as a step of its own; the result, if it has one and applies.
    pub(super) fn apply(&mut self, at: usize, op: ArcOp) -> Option<u8> {
        self.separate();
        let (strong, weak) = (&mut self.strong[at], &mut self.weak[at]);
        match op {
            ArcOp::Upgrade if strong.is_none() => {
                *strong = weak.as_ref()?.upgrade();
                return Some(strong.is_some().into());
            }
            ArcOp::Upgrade => {}
            ArcOp::DropWeak => *weak = None,
            ArcOp::Drop => *strong = None,
            ArcOp::Downgrade if weak.is_none() => *weak = strong.as_ref().map(Arc::downgrade),
            ArcOp::Downgrade => {}
            ArcOp::StrongCount => return Some(Arc::strong_count(strong.as_ref()?) as u8),
            ArcOp::WeakCount => return Some(Arc::weak_count(strong.as_ref()?) as u8),
            ArcOp::GetMut => return Some(Arc::get_mut(strong.as_mut()?).is_some().into()),
            ArcOp::TryUnwrap => {
                *strong = Arc::try_unwrap(strong.take()?).err();
                return Some(strong.is_none().into());
            }
            ArcOp::IntoInner => return Some(Arc::into_inner(strong.take()?).is_some().into()),
        }
        None
    }
}

impl Drop for References {
    fn drop(&mut self) {
        for at in 0..ARCS {
            if self.strong[at].is_some() {
                self.separate();
                self.strong[at] = None;
            }
        }
        for at in 0..ARCS {
            if self.weak[at].is_some() {
                self.separate();
                self.weak[at] = None;
            }
        }
    }
}
