//! Three values are equal only if the first thread comes first.
use super::published::{Figure::*, Published};
use crate::yardsticks::bug::{Bug, Twin};
use interleave::sync::Mutex;
use interleave::thread;

pub(super) const PROGRAM: Bug<Published> = Bug {
    name: "token_ring",
    body: token_ring,
    published: Published { rff: Mean(5.1), pos: Mean(7.0), pct3: Mean(7.7), period: Mean(2.0) },
};

struct Ring {
    tokens: [u32; 3],
    passed: [bool; 3],
}

fn token_ring(twin: Twin) {
    let ring = Mutex::new(Ring { tokens: [1, 2, 1], passed: [false; 3] });
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut ring = ring.lock().unwrap();
            ring.tokens[0] = (ring.tokens[2] + 1) % 4;
            ring.passed[0] = true;
        });
        for i in [1, 2] {
            let ring = &ring;
            scope.spawn(move || {
                let mut ring = ring.lock().unwrap();
                if twin == Twin::Buggy || ring.passed[i - 1] {
                    ring.tokens[i] = ring.tokens[i - 1];
                    ring.passed[i] = true;
                }
            });
        }
        scope.spawn(|| {
            let ring = ring.lock().unwrap();
            if ring.passed == [true; 3] {
                assert_eq!(ring.tokens, [ring.tokens[0]; 3]);
            }
        });
    });
}
