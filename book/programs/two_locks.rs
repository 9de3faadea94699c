//! Two cooks need the knife and the board. Each takes the nearer one first.
use std::sync::Mutex;
use std::thread;

pub fn main() {
    let (knife, board) = (Mutex::new("knife"), Mutex::new("board"));
    thread::scope(|scope| {
        scope.spawn(|| {
            let _knife = knife.lock().unwrap();
            let _board = board.lock().unwrap();
        });
        scope.spawn(|| {
            let _board = board.lock().unwrap();
            let _knife = knife.lock().unwrap();
        });
    });
}
