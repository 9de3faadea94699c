//! How long a complete search takes when threads write a shared board under one lock.
use interleave::sync::Mutex;
use interleave::{Explorer, thread};
use std::time::{Duration, Instant};

fn main() {
    for (writers, bytes) in [(2, 8), (3, 8), (4, 8), (4, 15), (5, 8)] {
        let start = Instant::now();
        let mut coverage = None;
        let runs = 20;
        for _ in 0..runs {
            coverage = Some(
                Explorer::new()
                    .check(|| {
                        let board = Mutex::new([b' '; 15]);
                        thread::scope(|scope| {
                            for writer in 0..writers {
                                let board = &board;
                                scope.spawn(move || {
                                    let mut board = board.lock().unwrap();
                                    for at in 0..bytes {
                                        board[at] = b'a' + writer;
                                        thread::sleep(Duration::from_millis(10));
                                    }
                                });
                            }
                        });
                    })
                    .unwrap(),
            );
        }
        let time = start.elapsed() / runs;
        let n = coverage.expect("the search ran at least once");
        println!(
            "{writers} × {bytes}: {n}, {time:?}, {:.0}/s",
            n.executions as f64 / time.as_secs_f64()
        );
    }
}
