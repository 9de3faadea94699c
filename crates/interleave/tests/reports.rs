//! What a report says of the classic bugs. Read each snapshot as a beginner would.

mod bugs;

use interleave::{Explorer, Failure};

/// The widest report: the judge moves it in by two columns.
const WIDTH: usize = 98;

/// Explores a bug and checks what holds for every report.
fn failure(body: impl Fn()) -> Box<Failure> {
    let explore =
        || Explorer::new().deny_blocked_threads().check(&body).expect_err("this is a bug");
    let failure = explore();
    let report = failure.to_string();
    let (message, told) = report.split_at(failure.message.len());
    assert_eq!(message, failure.message, "the judge tells the message in its own way");
    for line in told.lines() {
        assert!(line.chars().count() <= WIDTH, "{line} is too wide");
        assert_eq!(line.trim_end(), line, "blanks at the end of a line");
    }
    assert!(report.lines().count() <= 60, "this does not fit a screen:\n{report}");
    assert_eq!(explore().to_string(), report, "the same failure should read the same");
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
    two_looks
    locks_in_two_orders
    a_lock_taken_twice
    sleep_instead_of_join
    torn_write
    torn_read
    a_lock_for_each_price
    panic_in_a_thread
    poisoned_lock
    lost_wakeup
    if_for_while
    wrong_notify_one
    work_left_at_shutdown
    a_sender_that_stays
    a_channel_that_is_full
    parked_for_ever
    a_barrier_for_too_many
    a_reader_that_wants_to_write
    a_worker_that_panics
    busy_waiting
    relaxed_publication
    release_without_acquire
    acquire_without_release
    hearsay
    store_buffering
    a_wakeup_lost_to_old_values
    a_relaxed_counter
    an_old_look
    finished_is_not_joined
    old_and_new
    two_orders
    stores_in_two_orders
    a_correction_too_late
    five_threads
    seven_threads
    many_steps
    nothing_interleaves
}

#[test]
fn an_execution_is_told_without_advice() {
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
fn a_report_knows_whether_a_lock_was_poisoned() {
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
