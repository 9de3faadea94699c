//! Samples about `Arc`, in a file of their own: the engine looks for such calls in the file of an
//! operation.

use std::collections::BTreeSet;

use interleave::sync::{Arc, Mutex, Weak};
use interleave::{Bound, Explorer, thread};

/// The outcomes of code that asks how many owners an `Arc` has.
fn asked<T: Ord>(body: impl Fn() -> T) -> BTreeSet<T> {
    let outcomes = Explorer::new().outcomes(body).unwrap();
    assert_eq!(outcomes.coverage.bound, Some(Bound::ReferenceCounts));
    outcomes.seen.into_keys().collect()
}

pub(super) fn arc_is_the_type_of_std() {
    struct Counted;
    impl Counted {
        fn count(self: std::sync::Arc<Self>) -> usize {
            Arc::strong_count(&self)
        }
    }
    let call: Arc<dyn Fn() -> usize> = Arc::new(|| 3);
    let slice: Arc<[u32]> = Arc::from([1, 2]);
    assert_eq!((call(), slice.len(), Arc::new(Counted).count()), (3, 2, 1));
}

pub(super) fn an_arc_is_unique_after_a_join() {
    let alone = asked(|| {
        let mut shared = Arc::new(Mutex::new(1));
        let other = Arc::clone(&shared);
        thread::spawn(move || *other.lock().unwrap() += 1).join().unwrap();
        let is_alone = Arc::get_mut(&mut shared).is_some();
        (is_alone, Arc::try_unwrap(shared).map(|lock| lock.into_inner().unwrap()).ok())
    });
    assert_eq!(alone, [(true, Some(2))].into());
}

pub(super) fn two_changes_of_an_arc_are_one_step() {
    let unwrapped = asked(|| {
        let mine = Arc::new(5);
        let theirs = Arc::clone(&mine);
        let other = thread::spawn(move || Arc::try_unwrap(theirs).ok());
        let mine = Arc::try_unwrap(mine).ok();
        (mine, other.join().unwrap())
    });
    // In std, a thread can find the other owner between that owner's attempt and the drop of its error.
    assert_eq!(unwrapped, [(None, Some(5)), (Some(5), None)].into());
}

pub(super) fn every_order_of_a_drop_and_an_upgrade_is_tried() {
    let upgrades = asked(|| {
        let shared = Arc::new(1);
        let weak: Weak<u32> = Arc::downgrade(&shared);
        let other = thread::spawn(move || weak.upgrade().is_some());
        drop(shared);
        other.join().unwrap()
    });
    assert_eq!(upgrades, [false, true].into());
}
