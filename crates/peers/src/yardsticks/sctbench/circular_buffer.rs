//! Both threads count rounds instead of transfers, so a round that finds nothing is lost.
use crate::yardsticks::prelude::*;

const SIZE: usize = 10;
const ROUNDS: i8 = 7;

#[derive(Default)]
struct Buffer {
    items: [i8; SIZE],
    first: usize,
    next: usize,
    receives: bool,
    last_sent: i8,
}

impl Buffer {
    fn insert(&mut self, item: i8) {
        self.items[self.next] = item;
        self.next = (self.next + 1) % SIZE;
    }

    fn remove(&mut self) -> i8 {
        if self.next > 0 && self.first < SIZE {
            self.first += 1;
            self.items[self.first - 1]
        } else {
            -1
        }
    }
}

pub(super) fn circular_buffer(twin: Twin) {
    let buffer = Mutex::new(Buffer::default());
    thread::scope(|scope| {
        scope.spawn(|| {
            for i in 0..ROUNDS {
                let mut buffer = buffer.lock().unwrap();
                if !buffer.receives {
                    buffer.insert(i);
                    buffer.last_sent = i;
                    buffer.receives = true;
                }
            }
        });
        scope.spawn(|| {
            for i in 0..ROUNDS {
                let mut buffer = buffer.lock().unwrap();
                if buffer.receives {
                    let expected = if twin == Twin::Buggy { i } else { buffer.last_sent };
                    assert_eq!(buffer.remove(), expected);
                    buffer.receives = false;
                }
            }
        });
    });
}
