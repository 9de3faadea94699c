//! The reader counts rounds instead of elements, so it compares with the wrong one.
use crate::yardsticks::prelude::*;

const BUGGY_SIZE: usize = 20;
const REPAIRED_SIZE: usize = 40;

#[derive(Default)]
struct Queue {
    elements: Vec<usize>,
    head: usize,
    stored: Vec<usize>,
    dequeues: bool,
}

impl Queue {
    fn enqueue(&mut self, value: usize) {
        self.elements.push(value);
        self.stored.push(value);
    }

    fn dequeue(&mut self) -> usize {
        self.head += 1;
        self.elements[self.head - 1]
    }
}

pub(super) fn queue(twin: Twin) {
    let queue = Mutex::new(Queue::default());
    match twin {
        Twin::Buggy => thread::scope(|scope| {
            scope.spawn(|| write_in_rounds(&queue));
            scope.spawn(|| read_in_rounds(&queue));
        }),
        Twin::Repaired => thread::scope(|scope| {
            scope.spawn(|| write_at_once(&queue));
            scope.spawn(|| read_at_once(&queue));
        }),
    }
}

fn write_in_rounds(queue: &Mutex<Queue>) {
    queue.lock().unwrap().enqueue(0);
    let mut value = 0;
    for _ in 1..BUGGY_SIZE {
        let mut queue = queue.lock().unwrap();
        if !queue.dequeues {
            value += 1;
            queue.enqueue(value);
            queue.dequeues = true;
        }
    }
}

fn read_in_rounds(queue: &Mutex<Queue>) {
    for i in 0..BUGGY_SIZE {
        let mut queue = queue.lock().unwrap();
        if queue.dequeues {
            assert_eq!(Some(queue.dequeue()), queue.stored.get(i).copied());
            queue.dequeues = false;
        }
    }
}

fn write_at_once(queue: &Mutex<Queue>) {
    let mut queue = queue.lock().unwrap();
    (1..=REPAIRED_SIZE).for_each(|value| queue.enqueue(value));
    queue.dequeues = true;
}

fn read_at_once(queue: &Mutex<Queue>) {
    let mut queue = queue.lock().unwrap();
    if queue.dequeues {
        for i in 0..REPAIRED_SIZE {
            assert_eq!(queue.dequeue(), queue.stored[i]);
        }
    }
}
