//! A work-stealing queue: a thief has advanced the head, and the owner overwrites the slot that it reads.
//!
//! In the variants with state the queue is right, and unsynchronized bookkeeping around it fails.
mod deque;
mod lock;
mod records;

use super::published::{Figure::*, Published, bug};
use crate::yardsticks::bug::Bug;
use crate::yardsticks::prelude::*;
use deque::Deque;
use lock::{Lock, Spin};
use records::Records;

pub(super) const MUTEX: Bug<Published> = bug(
    "WorkStealQueue",
    steal_once::<Mutex<()>>,
    [Mean(10.1), Mean(10.1), Mean(12.1), Mean(57.0)],
);

pub(super) const INTERLOCKED: Bug<Published> = bug(
    "InterlockedWorkStealQueue",
    steal_once::<Spin>,
    [Trivial, Trivial, Of(23.5, 14), Mean(57.0)],
);

pub(super) const WITH_STATE: Bug<Published> = bug(
    "InterlockedWorkStealQueueWithState",
    |twin| steal_with_records(twin, own_in_pairs),
    [Mean(7.2), Mean(9.1), Of(16.0, 1), Mean(223.6)],
);

pub(super) const STATE: Bug<Published> = bug(
    "StateWorkStealQueue",
    |twin| steal_with_records(twin, own_all_first),
    [Trivial, Trivial, Of(12.0, 1), Mean(249.0)],
);

const ITEMS: usize = 4;

/// How often each item was done.
type Fields = [AtomicU32; ITEMS];

fn count(fields: &Fields, item: Option<usize>) {
    if let Some(item) = item {
        fields[item].fetch_add(1, SeqCst);
    }
}

/// Pushes two items and pops one, twice; then pops twice more.
fn own_in_pairs(push: &dyn Fn(usize), pop_one: &dyn Fn()) {
    for item in [0, 2] {
        push(item);
        push(item + 1);
        pop_one();
    }
    pop_one();
    pop_one();
}

/// Pushes all items, and then pops as often.
fn own_all_first(push: &dyn Fn(usize), pop_one: &dyn Fn()) {
    (0..ITEMS).for_each(push);
    (0..ITEMS).for_each(|_| pop_one());
}

fn assert_each_is_done_once(fields: &Fields) {
    assert_eq!(fields.each_ref().map(|field| field.load(SeqCst)), [1; ITEMS]);
}

fn steal_once<L: Lock>(twin: Twin) {
    let (deque, fields) = (Deque::<L>::new(twin), Fields::default());
    thread::scope(|scope| {
        scope.spawn(|| (0..2).for_each(|_| count(&fields, deque.steal())));
        scope.spawn(|| {
            own_in_pairs(&|item| deque.push(item), &|| count(&fields, deque.pop()));
        });
    });
    assert_each_is_done_once(&fields);
}

fn steal_with_records(twin: Twin, own: fn(&dyn Fn(usize), &dyn Fn())) {
    let (deque, fields) = (Deque::<Spin>::new(Twin::Repaired), Fields::default());
    let records = Records::new(twin);
    thread::scope(|scope| {
        for thief in [1, 2] {
            let (deque, fields, records) = (&deque, &fields, &records);
            scope.spawn(move || {
                for _ in 0..2 {
                    count(fields, records.around(thief, || deque.steal()));
                }
            });
        }
        scope.spawn(|| {
            own(&|item| records.around(0, || deque.push(item)), &|| {
                count(&fields, records.around(0, || deque.pop()));
            });
        });
    });
    assert_each_is_done_once(&fields);
}
