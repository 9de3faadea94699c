//! A consumer that has waited lets the lock go before it takes the item.
use crate::yardsticks::prelude::*;

const SIZE: usize = 3;

#[derive(Default)]
struct Ring {
    items: [usize; SIZE],
    head: usize,
    rear: usize,
    waiting_producers: usize,
    waiting_consumers: usize,
}

#[derive(Default)]
struct Buffer {
    ring: Mutex<Ring>,
    not_full: Condvar,
    not_empty: Condvar,
}

impl Buffer {
    fn put(&self, item: usize) {
        let mut ring = self.ring.lock().unwrap();
        let is_full = |ring: &Ring| (ring.rear + 1) % SIZE == ring.head;
        if is_full(&ring) {
            ring.waiting_producers += 1;
            ring = self.not_full.wait_while(ring, |ring| is_full(ring)).unwrap();
            ring.waiting_producers -= 1;
        }
        let rear = ring.rear;
        ring.items[rear] = item;
        ring.rear = (rear + 1) % SIZE;
        if ring.waiting_consumers > 0 {
            self.not_empty.notify_one();
        }
    }

    fn get(&self, twin: Twin) -> usize {
        let mut ring = self.ring.lock().unwrap();
        if ring.head == ring.rear {
            ring.waiting_consumers += 1;
            ring = self.not_empty.wait_while(ring, |ring| ring.head == ring.rear).unwrap();
            ring.waiting_consumers -= 1;
        }
        if twin == Twin::Buggy {
            drop(ring);
            ring = self.ring.lock().unwrap();
        }
        assert_ne!(ring.head, ring.rear, "the buffer is empty");
        let item = ring.items[ring.head];
        ring.head = (ring.head + 1) % SIZE;
        if ring.waiting_producers > 0 {
            self.not_full.notify_one();
        }
        item
    }
}

pub(super) fn bounded_buffer(items: usize, twin: Twin) {
    let buffer = Buffer::default();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| (0..items).for_each(|item| buffer.put(item)));
        }
        for _ in 0..2 {
            scope.spawn(|| (0..items).for_each(|_| _ = buffer.get(twin)));
        }
    });
}
