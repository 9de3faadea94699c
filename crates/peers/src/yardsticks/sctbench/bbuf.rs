//! A bounded buffer in which nothing goes wrong, to be proved.
use crate::yardsticks::prelude::*;
use std::collections::VecDeque;

const SIZE: usize = 2;

pub(super) fn bbuf(items: usize) {
    let ring = Mutex::new(VecDeque::new());
    let (not_full, not_empty) = (Condvar::new(), Condvar::new());
    thread::scope(|scope| {
        scope.spawn(|| {
            for item in 0..items {
                let ring = ring.lock().unwrap();
                let mut ring = not_full.wait_while(ring, |ring| ring.len() == SIZE).unwrap();
                ring.push_back(item);
                not_empty.notify_one();
            }
        });
        scope.spawn(|| {
            for item in 0..items {
                let ring = ring.lock().unwrap();
                let mut ring = not_empty.wait_while(ring, |ring| ring.is_empty()).unwrap();
                assert_eq!(ring.pop_front(), Some(item));
                not_full.notify_one();
            }
        });
    });
}
