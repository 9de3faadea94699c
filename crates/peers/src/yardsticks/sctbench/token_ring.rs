//! Three values are equal only if the first thread comes first.
use crate::yardsticks::prelude::*;

struct Ring {
    tokens: [u32; 3],
    passed: [bool; 3],
}

pub(super) fn token_ring(twin: Twin) {
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
