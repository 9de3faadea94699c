//! Both cooks take the knife first, and then the board.
use std::sync::Mutex;
use std::thread;

pub fn main() {
    let (knife, board) = (Mutex::new("knife"), Mutex::new("board"));
    thread::scope(|scope| {
        for _cook in 0..2 {
            scope.spawn(|| {
                let _knife = knife.lock().unwrap();
                let _board = board.lock().unwrap();
            });
        }
    });
}
