//! A flag says that something was pushed once, and not that something is there.
use crate::yardsticks::prelude::*;

const SIZE: usize = 10;

#[derive(Default)]
struct Stack {
    items: Vec<usize>,
    was_pushed: bool,
}

pub(super) fn stack(twin: Twin) {
    let stack = Mutex::new(Stack::default());
    thread::scope(|scope| {
        scope.spawn(|| {
            for i in 0..SIZE {
                let mut stack = stack.lock().unwrap();
                assert_ne!(stack.items.len(), SIZE, "overflow");
                stack.items.push(i);
                stack.was_pushed = true;
            }
        });
        scope.spawn(|| {
            for _ in 0..SIZE {
                let mut stack = stack.lock().unwrap();
                let pops = match twin {
                    Twin::Buggy => stack.was_pushed,
                    Twin::Repaired => !stack.items.is_empty(),
                };
                if pops {
                    stack.items.pop().expect("underflow");
                }
            }
        });
    });
}
