//! A pool that sorts: a worker sees that it has work before it is told which part of the array.
use crate::yardsticks::prelude::*;

const WORKERS: usize = 4;
/// A part with more elements than this can be given to another worker.
const FORK: usize = 4;
/// A part with fewer elements is sorted by insertion.
const INSERTION: usize = 7;
const ARRAY: [u8; 32] = [
    7, 6, 9, 19, 17, 31, 10, 12, 9, 13, 26, 11, 18, 27, 3, 6, 28, 2, 20, 24, 27, 8, 7, 13, 22, 26,
    14, 3, 19, 31, 9, 26,
];

const IDLE: i32 = 0;
const WORK: i32 = 1;
const TERM: i32 = 2;

#[derive(Default)]
struct Slot {
    state: AtomicI32,
    start: AtomicUsize,
    length: AtomicUsize,
    lock: Mutex<()>,
    changed: Condvar,
}

struct Pool {
    slots: [Slot; WORKERS],
    /// Guards the number of idle workers, except at the start.
    all: Mutex<()>,
    idle: AtomicUsize,
    /// One step for each partition or insertion sort.
    array: Mutex<[u8; ARRAY.len()]>,
    twin: Twin,
}

impl Pool {
    fn add_idle(&self, more: isize) -> usize {
        let idle = self.idle.load(SeqCst).checked_add_signed(more).unwrap();
        self.idle.store(idle, SeqCst);
        idle
    }

    fn work(&self, me: usize) {
        let slot = &self.slots[me];
        loop {
            let is_idle = |_: &mut ()| slot.state.load(SeqCst) == IDLE;
            drop(slot.changed.wait_while(slot.lock.lock().unwrap(), is_idle).unwrap());
            if slot.state.load(SeqCst) == TERM {
                return;
            }
            self.sort(me);
            let _all = self.all.lock().unwrap();
            slot.state.store(IDLE, SeqCst);
            if self.add_idle(1) == WORKERS {
                self.end_others(me);
                return;
            }
        }
    }

    fn end_others(&self, me: usize) {
        for (_, slot) in self.slots.iter().enumerate().filter(|(other, _)| *other != me) {
            let _lock = slot.lock.lock().unwrap();
            slot.state.store(TERM, SeqCst);
            slot.changed.notify_one();
        }
    }

    fn sort(&self, me: usize) {
        let slot = &self.slots[me];
        let (mut start, mut length) = (slot.start.load(SeqCst), slot.length.load(SeqCst));
        while let Some((left, right)) = partition(&self.array, start, length) {
            match (left > FORK && right > FORK).then(|| self.allocate(start, left)).flatten() {
                Some(_given) => {}
                None if left > 0 => {
                    slot.start.store(start, SeqCst);
                    slot.length.store(left, SeqCst);
                    self.sort(me);
                }
                None => {}
            }
            (start, length) = (start + length - right, right);
        }
    }

    /// Gives a part of the array to an idle worker.
    fn allocate(&self, start: usize, length: usize) -> Option<()> {
        let all = self.all.lock().unwrap();
        for slot in &self.slots {
            if let Some(lock) = self.take(slot) {
                drop(all);
                slot.start.store(start, SeqCst);
                slot.length.store(length, SeqCst);
                if self.twin == Twin::Repaired {
                    slot.state.store(WORK, SeqCst);
                }
                slot.changed.notify_one();
                drop(lock);
                return Some(());
            }
        }
        None
    }

    /// Locks an idle worker's slot. The buggy twin looks at the state, and sets it, without that lock.
    fn take<'a>(&self, slot: &'a Slot) -> Option<MutexGuard<'a, ()>> {
        match self.twin {
            Twin::Buggy if slot.state.load(SeqCst) == IDLE => {
                self.add_idle(-1);
                slot.state.store(WORK, SeqCst);
                Some(slot.lock.lock().unwrap())
            }
            Twin::Buggy => None,
            Twin::Repaired => {
                let lock = slot.lock.lock().unwrap();
                let is_idle = slot.state.load(SeqCst) == IDLE;
                is_idle.then(|| {
                    self.add_idle(-1);
                    lock
                })
            }
        }
    }
}

/// Partitions a part of the array around a median of three. Returns how many elements are smaller and
/// greater, or sorts a small part and returns `None`.
fn partition(
    array: &Mutex<[u8; ARRAY.len()]>,
    start: usize,
    length: usize,
) -> Option<(usize, usize)> {
    let mut array = array.lock().unwrap();
    let part = &mut array[start..start + length];
    if length < INSERTION {
        part.sort_unstable();
        return None;
    }
    let mut three = [part[0], part[length / 2], part[length - 1]];
    three.sort_unstable();
    let pivot = three[1];
    part.sort_by_key(|element| element.cmp(&pivot));
    let count = |order| part.iter().filter(|element| (**element).cmp(&pivot) == order).count();
    Some((count(std::cmp::Ordering::Less), count(std::cmp::Ordering::Greater)))
}

pub(super) fn qsort_mt(twin: Twin) {
    let pool = Pool {
        slots: Default::default(),
        all: Mutex::new(()),
        idle: AtomicUsize::new(WORKERS),
        array: Mutex::new(ARRAY),
        twin,
    };
    thread::scope(|scope| {
        for worker in 0..WORKERS {
            let pool = &pool;
            scope.spawn(move || pool.work(worker));
        }
        let first = &pool.slots[0];
        let _lock = first.lock.lock().unwrap();
        first.start.store(0, SeqCst);
        first.length.store(ARRAY.len(), SeqCst);
        first.state.store(WORK, SeqCst);
        pool.add_idle(-1);
        first.changed.notify_one();
    });
    assert!(pool.array.lock().unwrap().is_sorted());
}
