//! The samples of the rows about the memory model.

use interleave::sync::OnceLock;
use interleave::sync::atomic::{AtomicU32, Ordering, Ordering::*, fence};

use super::samples::{both, set};
use crate::common::outcomes;

fn cells<const N: usize>() -> [AtomicU32; N] {
    [(); N].map(|()| AtomicU32::new(0))
}

/// Whether a reader of the flag can read stale data behind it.
fn stale_data(store: impl Fn(&AtomicU32) + Sync, load: impl Fn(&AtomicU32) -> u32 + Sync) -> bool {
    outcomes(|| {
        let [data, flag] = cells();
        let write = || {
            data.store(1, Relaxed);
            store(&flag);
        };
        both(write, || (load(&flag), data.load(Relaxed))).1
    })
    .iter()
    .any(|seen| *seen != (0, 0) && seen.0 > 0 && seen.1 == 0)
}

fn set_flag(order: Ordering) -> impl Fn(&AtomicU32) + Sync {
    move |flag| flag.store(1, order)
}

fn get_flag(order: Ordering) -> impl Fn(&AtomicU32) -> u32 + Sync {
    move |flag| flag.load(order)
}

pub(super) fn a_relaxed_read_can_be_stale() {
    assert!(stale_data(set_flag(Relaxed), get_flag(Relaxed)));
    assert!(stale_data(set_flag(Release), get_flag(Relaxed)));
    assert!(stale_data(set_flag(Relaxed), get_flag(Acquire)));
    assert!(!stale_data(set_flag(Release), get_flag(Acquire)));
}

pub(super) fn a_relaxed_flag_does_not_show_an_initialization() {
    let found = |set: Ordering, get: Ordering| {
        outcomes(move || {
            let (cell, flag) = (OnceLock::new(), AtomicU32::new(0));
            let write = || {
                cell.set(()).unwrap();
                flag.store(1, set);
            };
            both(write, || (flag.load(get) == 1).then(|| cell.get().is_some())).1
        })
    };
    assert!(found(Relaxed, Acquire).contains(&Some(false)));
    assert!(!found(Release, Acquire).contains(&Some(false)));
}

pub(super) fn of_two_cells_one_is_found() {
    let found = outcomes(|| {
        let [left, right] = [(); 2].map(|()| OnceLock::new());
        let set_and_get = |mine: &OnceLock<()>, yours: &OnceLock<()>| {
            mine.set(()).unwrap();
            yours.get().is_some()
        };
        both(|| set_and_get(&left, &right), || set_and_get(&right, &left))
    });
    assert_eq!(found, set([(false, true), (true, false), (true, true)]));
}

pub(super) fn a_store_can_be_ordered_before_earlier_ones() {
    let last = |order: Ordering| {
        outcomes(move || {
            let [left, right] = cells();
            let write = |first: &AtomicU32, second: &AtomicU32| {
                first.store(1, order);
                second.store(2, order);
            };
            both(|| write(&left, &right), || write(&right, &left));
            (left.into_inner(), right.into_inner())
        })
    };
    assert!(last(Release).contains(&(1, 1)) && !last(SeqCst).contains(&(1, 1)));
}

pub(super) fn a_release_sequence_synchronizes() {
    let add = |flag: &AtomicU32| {
        flag.store(1, Release);
        flag.fetch_add(1, Relaxed);
    };
    assert!(!stale_data(add, get_flag(Acquire)));
    let store = |flag: &AtomicU32| {
        flag.store(1, Release);
        flag.store(2, Relaxed);
    };
    assert!(
        stale_data(store, get_flag(Acquire)),
        "a later store is not part of the release sequence"
    );
}

pub(super) fn fences_synchronize() {
    let store = |flag: &AtomicU32| {
        fence(Release);
        flag.store(1, Relaxed);
    };
    let load = |flag: &AtomicU32| {
        let seen = flag.load(Relaxed);
        fence(Acquire);
        seen
    };
    assert!(!stale_data(store, load));
    assert!(stale_data(set_flag(Relaxed), load) && stale_data(store, get_flag(Relaxed)));
}

pub(super) fn seqcst_operations_have_one_order() {
    let neither = |order: Ordering| {
        let [write, look] = if order == SeqCst { [SeqCst; 2] } else { [Release, Acquire] };
        let seen = outcomes(move || {
            let [left, right] = cells();
            let visit = |mine: &AtomicU32, other: &AtomicU32| {
                mine.store(1, write);
                other.load(look)
            };
            both(|| visit(&left, &right), || visit(&right, &left))
        });
        seen.contains(&(0, 0))
    };
    assert!(neither(AcqRel) && !neither(SeqCst));
}

pub(super) fn two_stale_reads_in_a_row() {
    let reads = interleave::outcomes(|| {
        let [data, flag] = cells();
        let write = || {
            data.store(1, Relaxed);
            flag.store(1, Relaxed);
        };
        let read = || (flag.load(Relaxed), [(); 3].map(|()| data.load(Relaxed)));
        both(write, read).1
    });
    let seen: Vec<_> =
        reads.seen.into_keys().filter(|(flag, _)| *flag == 1).map(|it| it.1).collect();
    assert_eq!(seen, [[0, 0, 1], [0, 1, 1], [1, 1, 1]]);
}

pub(super) fn no_load_buffering() {
    let seen = outcomes(|| {
        let [left, right] = cells();
        let pass_on = |from: &AtomicU32, to: &AtomicU32| {
            let seen = from.load(Relaxed);
            to.store(1, Relaxed);
            seen
        };
        both(|| pass_on(&left, &right), || pass_on(&right, &left))
    });
    assert_eq!(seen, set([(0, 0), (0, 1), (1, 0)]));
}
