//! Two baristas write their orders on one board, letter by letter.
use std::sync::atomic::{AtomicU8, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let board = [b' '; 3].map(AtomicU8::new);
    let write = |order: [u8; 3]| {
        for (place, letter) in order.into_iter().enumerate() {
            board[place].store(letter, SeqCst);
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| write(*b"tea"));
        scope.spawn(|| write(*b"oat"));
    });
    let order = board.map(AtomicU8::into_inner);
    let is_whole = [*b"tea", *b"oat"].contains(&order);
    assert!(is_whole, "the board says {}", order.escape_ascii());
}
