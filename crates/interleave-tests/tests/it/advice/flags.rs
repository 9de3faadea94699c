//! The flag that announces the data also decides who writes them.

use std::sync::atomic::Ordering::SeqCst;

use interleave::sync::atomic::{AtomicBool, AtomicU32};
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
