//! The reports of classic bugs. Read each snapshot as a beginner would.

mod bugs;

use interleave::{Explorer, Failure};

/// The maximum width: the judge indents a report by two columns.
const WIDTH: usize = 98;

/// Explores a bug and checks the properties of every report.
fn failure(body: impl Fn()) -> Box<Failure> {
    let explore =
        || Explorer::new().deny_blocked_threads().check(&body).expect_err("the program has a bug");
    let failure = explore();
    let report = failure.to_string();
    let (message, rest) = report.split_at(failure.message.len());
    assert_eq!(message, failure.message, "the report starts with the message");
    for line in rest.lines() {
        assert!(line.chars().count() <= WIDTH, "{line} is too wide");
        assert_eq!(line.trim_end(), line, "trailing spaces");
    }
    assert!(report.lines().count() <= 60, "the report does not fit on a screen:\n{report}");
    assert_eq!(explore().to_string(), report, "the same failure has the same report");
    failure
}

macro_rules! reports {
    ($($name:ident)*) => {$(
        #[test]
        fn $name() {
            insta::assert_snapshot!(failure(bugs::$name).to_string());
        }
    )*};
}

reports! {
    lost_update
    check_then_act
    nonrepeatable_read
    lock_order_inversion
    self_deadlock
    sleep_instead_of_join
    torn_write
    torn_read
    lock_per_price
    panic_in_thread
    poisoned_lock
    lost_wakeup
    if_instead_of_while
    notify_one_wakes_wrong_waiter
    worker_blocked_at_shutdown
    sender_never_dropped
    full_channel
    parked_forever
    barrier_too_large
    one_thread_too_few
    read_lock_upgrade
    panicking_worker
    busy_waiting
    relaxed_publication
    release_without_acquire
    acquire_without_release
    relaxed_relay
    store_buffering
    wakeup_lost_to_stale_read
    relaxed_counter
    stale_check
    finished_but_not_joined
    stale_second_read
    independent_reads_of_independent_writes
    two_plus_two_writes
    late_correction
    five_threads
    seven_threads
    many_steps
    single_thread
}

#[test]
fn a_witness_is_rendered_without_advice() {
    use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
    let body = || {
        let open = AtomicBool::new(false);
        interleave::thread::scope(|scope| {
            scope.spawn(|| open.store(true, SeqCst));
            open.load(SeqCst)
        })
    };
    let execution = Explorer::new().witness(body, |seen| *seen).expect("the door can be open");
    insta::assert_snapshot!(execution.to_string());
}

#[test]
fn a_trace_has_the_result_of_is_poisoned() {
    use interleave::sync::{Mutex, RwLock};
    use interleave::thread;
    use report::op::Kind;
    use report::trace::{StepKind, Value};
    let failure = Explorer::new()
        .check(|| {
            let (cup, shelf) = (Mutex::new(0), RwLock::new(0));
            let breaks = || {
                let _shelf = shelf.write().unwrap();
                panic!("it fell");
            };
            assert!(thread::scope(|scope| scope.spawn(breaks).join()).is_err());
            assert_eq!(cup.is_poisoned(), shelf.is_poisoned());
        })
        .unwrap_err();
    let steps = failure.execution.trace.steps.iter();
    let found = steps.filter_map(|step| match &step.kind {
        StepKind::Operation { kind: Kind::IsPoisoned { .. }, value, .. } => {
            value.as_ref().map(Value::current)
        }
        _ => None,
    });
    assert_eq!(found.collect::<Vec<_>>(), ["false", "true"]);
}
