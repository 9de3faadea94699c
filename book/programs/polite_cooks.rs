//! Two polite cooks put back what they have when the other tool is taken.
use std::sync::Mutex;
use std::thread;

fn cook(first: &Mutex<&str>, second: &Mutex<&str>) {
    loop {
        let _first = first.lock().unwrap();
        if let Ok(_second) = second.try_lock() {
            return; // the meal is ready
        }
    }
}

pub fn main() {
    let (knife, board) = (Mutex::new("knife"), Mutex::new("board"));
    thread::scope(|scope| {
        scope.spawn(|| cook(&knife, &board));
        scope.spawn(|| cook(&board, &knife));
    });
}
