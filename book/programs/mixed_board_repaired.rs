//! The board is behind a mutex, and one guard covers the whole order.
use std::sync::Mutex;
use std::thread;

pub fn main() {
    let board = Mutex::new([b' '; 3]);
    let write = |order: [u8; 3]| {
        let mut board = board.lock().unwrap();
        for (place, letter) in order.into_iter().enumerate() {
            board[place] = letter;
        }
    };
    thread::scope(|scope| {
        scope.spawn(|| write(*b"tea"));
        scope.spawn(|| write(*b"oat"));
    });
    let order = board.into_inner().unwrap();
    let is_whole = [*b"tea", *b"oat"].contains(&order);
    assert!(is_whole, "the board says {}", order.escape_ascii());
}
