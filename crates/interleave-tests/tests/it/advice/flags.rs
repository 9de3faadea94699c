//! The flag that announces the data also decides who writes them, or announces a cell too weakly.

use std::sync::atomic::Ordering::{self, Acquire, Relaxed, Release, SeqCst};

use interleave::sync::atomic::{AtomicBool, AtomicU32};
use interleave::sync::{Mutex, Once, OnceLock};
use interleave::thread;

/// Data in two numbers, and a flag that tells that both are written.
#[derive(Default)]
struct Board {
    numbers: [AtomicU32; 2],
    is_ready: AtomicBool,
    is_taken: AtomicBool,
}

impl Board {
    fn is_whole(&self) -> bool {
        !self.is_ready.load(SeqCst) || self.numbers[0].load(SeqCst) == self.numbers[1].load(SeqCst)
    }
}

/// In the function that calls it, so that the check and the write are in one function.
macro_rules! write {
    ($board:ident, $number:expr) => {
        $board.numbers[0].store($number, SeqCst);
        $board.numbers[1].store($number, SeqCst);
        $board.is_ready.store(true, SeqCst);
    };
}

#[test]
fn the_flag_that_is_set_last_decides_who_is_first() {
    fn publish(repaired: bool) {
        let board = Board::default();
        thread::scope(|scope| {
            for number in [1, 2] {
                let board = &board;
                scope.spawn(move || {
                    let is_taken = match repaired {
                        true => board.is_taken.swap(true, SeqCst),
                        false => board.is_ready.load(SeqCst),
                    };
                    if !is_taken {
                        write!(board, number);
                    }
                });
            }
        });
        assert!(board.is_whole());
    }
    fn early_return(repaired: bool) {
        fn set(board: &Board, number: u32, repaired: bool) {
            let is_first = match repaired {
                true => !board.is_taken.swap(true, SeqCst),
                false => !board.is_ready.load(SeqCst),
            };
            if !is_first {
                return;
            }
            write!(board, number);
        }
        let board = Board::default();
        thread::scope(|scope| {
            scope.spawn(|| set(&board, 1, repaired));
            set(&board, 2, repaired);
        });
        assert!(board.is_whole());
    }
    fn exchanged(repaired: bool) {
        let board = Board::default();
        let claim = || board.is_taken.compare_exchange(false, true, SeqCst, SeqCst).is_ok();
        thread::scope(|scope| {
            for number in [4, 5] {
                let (board, claim) = (&board, &claim);
                scope.spawn(move || {
                    if if repaired { claim() } else { !board.is_ready.load(SeqCst) } {
                        write!(board, number);
                    }
                });
            }
        });
        assert!(board.is_whole());
    }
    fn once(repaired: bool) {
        let (board, runs) = (Board::default(), AtomicU32::new(0));
        let set = || {
            let is_done = match repaired {
                true => board.is_taken.swap(true, SeqCst),
                false => board.is_ready.load(SeqCst),
            };
            if !is_done {
                board.numbers[0].store(1, SeqCst);
                runs.fetch_add(1, SeqCst);
                board.is_ready.store(true, SeqCst);
            }
        };
        thread::scope(|scope| {
            scope.spawn(set);
            scope.spawn(set);
        });
        assert_eq!(runs.load(SeqCst), 1);
    }
    fn until_it_is_done(repaired: bool) {
        let board = Board::default();
        thread::scope(|scope| {
            for number in [7, 8] {
                let board = &board;
                scope.spawn(move || {
                    while !board.is_ready.load(SeqCst) {
                        if !repaired || !board.is_taken.swap(true, SeqCst) {
                            write!(board, number);
                        } else {
                            break;
                        }
                    }
                });
            }
        });
        assert!(board.is_whole());
    }
    super::check(
        "it cannot decide who comes first",
        &[publish, early_return, exchanged, once, until_it_is_done],
    );
}

#[test]
fn a_relaxed_flag_announces_a_cell() {
    fn orderings(repaired: bool) -> (Ordering, Ordering) {
        if repaired { (Release, Acquire) } else { (Relaxed, Relaxed) }
    }
    fn flag(repaired: bool) {
        let (cell, is_set) = (OnceLock::new(), AtomicBool::new(false));
        let (store, load) = orderings(repaired);
        thread::scope(|scope| {
            scope.spawn(|| {
                cell.set(7).unwrap();
                is_set.store(true, store);
            });
            if is_set.load(load) {
                cell.get().expect("the flag says that there is a number");
            }
        });
    }
    fn double_checked(repaired: bool) {
        let (cell, is_set, lock) = (OnceLock::new(), AtomicBool::new(false), Mutex::new(()));
        let (store, load) = orderings(repaired);
        let get = || {
            if !is_set.load(load) {
                let _guard = lock.lock().unwrap();
                if !is_set.load(load) {
                    cell.set("icon").unwrap();
                    is_set.store(true, store);
                }
            }
            assert_eq!(cell.get(), Some(&"icon"));
        };
        thread::scope(|scope| {
            scope.spawn(get);
            scope.spawn(get);
        });
    }
    fn decided_by_the_cell(repaired: bool) {
        let (cell, is_set) = (OnceLock::new(), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                cell.get_or_init(|| 1);
                is_set.store(true, Relaxed);
            });
            let found = match repaired {
                true => *cell.get_or_init(|| 1),
                false if is_set.load(Relaxed) => cell.get().copied().unwrap_or(0),
                false => 1,
            };
            assert_eq!(found, 1);
        });
    }
    fn counted(repaired: bool) {
        let (cells, ready) = ([OnceLock::new(), OnceLock::new()], AtomicU32::new(0));
        let (store, load) = orderings(repaired);
        thread::scope(|scope| {
            scope.spawn(|| {
                for (cell, value) in cells.iter().zip(1..) {
                    cell.set(value).unwrap();
                    ready.fetch_add(1, store);
                }
            });
            let ready = ready.load(load) as usize;
            assert!(cells[..ready].iter().all(|cell| cell.get().is_some()), "{ready} are ready");
        });
    }
    fn in_a_call_once(repaired: bool) {
        let (once, is_set) = (Once::new(), AtomicBool::new(false));
        let (store, load) = orderings(repaired);
        thread::scope(|scope| {
            scope.spawn(|| {
                once.call_once(|| ());
                is_set.store(true, store);
            });
            assert!(!is_set.load(load) || once.is_completed(), "the flag is wrong");
        });
    }
    super::check(
        "need not see it yet. Let `get_or_init` decide instead of a flag, or store the flag with `Release`",
        &[flag, double_checked, decided_by_the_cell, counted, in_a_call_once],
    );
}
