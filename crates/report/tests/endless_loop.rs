//! The message about a thread that does not reach a synchronization operation.

use std::panic::Location;
use std::time::Duration;

use report::messages::endless_loop;

#[test]
fn the_last_operation_is_named_with_its_function() {
    let text = endless_loop(Duration::from_secs(10), Some(Location::caller()));
    let last = "at tests/endless_loop.rs:10, in `the_last_operation_is_named_with_its_function`.";
    assert!(text.contains(last), "{text}");
}
