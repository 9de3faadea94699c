//! Threads that are left give their stacks back.

use interleave::{Explorer, thread};

use super::park_forever;

/// More than the stacks of 8 MiB that an address space has room for.
const EXECUTIONS: u64 = 50_000;

#[test]
fn threads_that_are_left_do_not_use_up_the_address_space() {
    let explorer = Explorer::new().random(EXECUTIONS);
    let coverage = explorer.check(|| {
        (0..3).for_each(|_| drop(thread::spawn(park_forever)));
    });
    assert_eq!(coverage.unwrap().executions, EXECUTIONS);
}
