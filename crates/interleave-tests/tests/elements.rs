//! Reports name an element of a `Vec` or a boxed slice by its position, if that is certain.
//!
//! This needs the allocator of the engine, which a test installs for its whole program.

#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

#[global_allocator]
static HEAP: interleave::Heap = interleave::Heap;

mod code {
    use std::collections::VecDeque;
    use std::sync::atomic::{AtomicU8, Ordering::Relaxed};
    use std::sync::{Arc, Condvar, Mutex, RwLock};

    struct Table {
        forks: Vec<Mutex<u64>>,
        plates: Box<[RwLock<()>]>,
        letters: Vec<AtomicU8>,
        bells: Vec<Condvar>,
    }

    /// The `Vec` of forks is extended, so that it moves.
    fn table() -> Table {
        let mut forks: Vec<_> = (0..2).map(Mutex::new).collect();
        forks.extend((2..9).map(Mutex::new));
        let plates = (0..4).map(|_| RwLock::new(())).collect();
        let letters = (0..4).map(AtomicU8::new).collect();
        Table { forks, plates, letters, bells: (0..4).map(|_| Condvar::new()).collect() }
    }

    pub(super) fn vec() {
        let table = table();
        for fork in [3, 0] {
            drop(table.forks[fork].lock());
        }
        panic!("after");
    }

    pub(super) fn boxed_slice() {
        let table = table();
        for plate in [3, 0] {
            drop(table.plates[plate].read());
        }
        panic!("after");
    }

    pub(super) fn atomics() {
        let table = table();
        for place in [3, 0] {
            table.letters[place].store(7, Relaxed);
        }
        panic!("after");
    }

    pub(super) fn condvars() {
        let table = table();
        for seat in [3, 0] {
            table.bells[seat].notify_one();
        }
        panic!("after");
    }

    pub(super) fn two() {
        let tables = [table(), table()];
        for table in tables {
            let at = 3;
            drop(table.forks[at].lock());
        }
        panic!("after");
    }

    /// Element 1 is element 0 when it is locked again.
    pub(super) fn removed() {
        let mut table = table();
        for at in [1, 2] {
            drop(table.forks[at].lock());
        }
        table.forks.remove(0);
        for at in [0, 4] {
            drop(table.forks[at].lock());
        }
        panic!("after");
    }

    struct Unknown {
        array: [Mutex<()>; 4],
        deque: VecDeque<Mutex<()>>,
        shared: Arc<[Mutex<()>]>,
        rows: Vec<[AtomicU8; 2]>,
        pairs: Vec<Pair>,
    }

    struct Pair {
        left: Mutex<()>,
        right: Mutex<()>,
    }

    pub(super) fn unknown() {
        let lock = || Mutex::new(());
        let mut deque: VecDeque<_> = [lock(), lock(), lock()].into();
        deque.pop_front();
        let it = Unknown {
            array: [(); 4].map(|()| lock()),
            deque,
            shared: [lock(), lock()].into(),
            rows: vec![[AtomicU8::new(1), AtomicU8::new(2)], [AtomicU8::new(3), AtomicU8::new(4)]],
            pairs: vec![Pair { left: lock(), right: lock() }, Pair { left: lock(), right: lock() }],
        };
        let (at, row) = (1, &it.rows[1]);
        drop(it.array[at].lock());
        drop(it.deque[at].lock());
        drop(it.shared[at].lock());
        it.rows[at][at].store(1, Relaxed);
        row[0].store(1, Relaxed);
        drop(it.pairs[at].left.lock());
        drop(it.pairs[at].right.lock());
        panic!("after");
    }

    /// An element of a slice is not where it is in the `Vec`.
    pub(super) fn slice() {
        let table = table();
        let forks = &table.forks[2..];
        for fork in [0, 1] {
            drop(forks[fork].lock());
        }
        panic!("after");
    }
}

/// The names in the report of a program, in order.
fn names(body: fn()) -> Vec<String> {
    const OPERATIONS: [&str; 4] = ["lock ", "write ", "read ", "notify_one "];
    let failure = interleave::Explorer::new().check(body).expect_err("it panics");
    let report = failure.to_string();
    let name = |row: &str| {
        let after = OPERATIONS.iter().find_map(|it| Some(row.split_once(it)?.1))?;
        let end = [", ", ": ", " = ", "  "].iter().filter_map(|it| after.find(it)).min()?;
        Some(after[..end].to_owned())
    };
    let rows = report.lines().skip_while(|line| !line.starts_with("main"));
    rows.take_while(|line| !line.contains("fails here")).filter_map(name).collect()
}

#[test]
fn an_element_is_named_by_its_position() {
    assert_eq!(names(code::vec), ["forks[3]", "forks[0]"]);
    assert_eq!(names(code::boxed_slice), ["plates[3]", "plates[0]"]);
    assert_eq!(names(code::atomics), ["letters[3]", "letters[0]"]);
    assert_eq!(names(code::condvars), ["bells[3]", "bells[0]"]);
}

#[test]
fn elements_of_two_vecs_have_numbers() {
    assert_eq!(names(code::two), ["forks[3] #1", "forks[3] #2"]);
}

#[test]
fn an_element_that_has_moved_has_no_position() {
    assert_eq!(names(code::removed), ["forks[at]", "forks[2]", "forks[at]", "forks[4]"]);
}

#[test]
fn there_is_no_position_where_it_is_not_certain() {
    let unknown = ["array[at]", "deque[at]", "shared[at]", "rows[at][at]", "row[0]"];
    assert_eq!(names(code::unknown), [&unknown[..], &["left", "right"]].concat());
    assert_eq!(names(code::slice), ["forks[fork] #1", "forks[fork] #2"]);
}
