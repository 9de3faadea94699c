//! Loops that poll a limited number of times, or until a deadline.

use interleave::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use interleave::sync::{Arc, Mutex};
use interleave::thread;
use interleave::time::{Duration, Instant};
use interleave::{Explorer, FailureKind};

use super::{explore, set};

const A_SECOND: Duration = Duration::from_secs(1);

/// Polls a flag `rounds` times, with a pause after each load, and then reads the data. Another thread
/// changes both.
fn poll(rounds: usize, pause: fn()) -> (usize, usize) {
    let (flag, data) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let theirs = (Arc::clone(&flag), Arc::clone(&data));
    let other = thread::spawn(move || {
        theirs.1.store(1, SeqCst);
        theirs.0.store(1, SeqCst);
    });
    let mut seen = 0;
    for _ in 0..rounds {
        seen = flag.load(SeqCst);
        pause();
    }
    let seen = (seen, data.load(SeqCst));
    other.join().unwrap();
    seen
}

#[test]
fn a_limited_polling_loop_may_give_up_too_early() {
    let all = set(&[(0, 0), (0, 1), (1, 1)]);
    for rounds in [1, 23, 24, 25, 26] {
        let (outcomes, coverage) = explore(|| poll(rounds, || ()));
        assert_eq!(outcomes, all, "{rounds} rounds");
        assert!(coverage.is_complete(), "{rounds} rounds: {coverage}");
    }
    for rounds in [5, 6, 7, 8, 20] {
        let (outcomes, coverage) =
            explore(|| poll(rounds, || thread::sleep(Duration::from_secs(1))));
        assert_eq!(outcomes, all, "{rounds} rounds with pauses");
        assert!(coverage.is_complete(), "{rounds} rounds with pauses: {coverage}");
    }
}

#[test]
fn a_store_can_happen_after_each_of_many_iterations() {
    let outcomes = interleave::outcomes(|| poll(500, || ()));
    assert!(outcomes.coverage.is_complete(), "{}", outcomes.coverage);
    assert_eq!(outcomes.coverage.executions, 502, "{}", outcomes.coverage);
}

#[test]
fn a_loop_beyond_the_poll_limit_is_bounded() {
    let coverage = Explorer::new().check(|| _ = poll(2_500, || ())).unwrap();
    assert!(!coverage.is_complete(), "{coverage}");
}

#[test]
fn a_failure_after_a_loop_gives_up_is_found_and_replayed() {
    let body = || {
        let open = Arc::new(Mutex::new(false));
        let theirs = Arc::clone(&open);
        let opener = thread::spawn(move || *theirs.lock().unwrap() = true);
        let seen = (0..40).any(|_| {
            thread::yield_now();
            *open.lock().unwrap()
        });
        assert!(seen, "gave up");
        opener.join().unwrap();
    };
    let failure = Explorer::new().check(body).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Assertion, "{failure}");
    assert!(failure.to_string().contains("gave up"), "{failure}");
    let again = Explorer::new().replay(&failure.execution.schedule, body).unwrap_err();
    assert_eq!(again.kind, FailureKind::Assertion, "{again}");
}

#[test]
fn an_endless_polling_loop_does_not_give_up() {
    let (outcomes, coverage) = explore(|| {
        let flags = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
        let theirs = Arc::clone(&flags);
        let other = thread::spawn(move || {
            theirs[0].store(1, SeqCst);
            while theirs[1].load(SeqCst) == 0 {}
        });
        while flags[0].load(SeqCst) == 0 {}
        flags[1].store(1, SeqCst);
        other.join().unwrap();
    });
    assert_eq!(outcomes.len(), 1);
    assert_eq!((coverage.is_complete(), coverage.executions), (true, 26 * 26));
}

#[test]
fn a_thread_that_runs_alone_finishes_its_polling_loop() {
    let coverage = Explorer::new()
        .check(|| {
            let flag = AtomicUsize::new(0);
            let rounds = (0..10_000).filter(|_| flag.load(SeqCst) == 0).count();
            assert_eq!(rounds, 10_000);
        })
        .unwrap();
    assert_eq!(coverage.executions, 1, "{coverage}");
}

/// Polls a flag until a deadline, and returns whether it was set by then.
fn poll_until(deadline: Duration, pause: fn()) -> bool {
    let flag = Arc::new(AtomicUsize::new(0));
    let (theirs, me) = (Arc::clone(&flag), thread::current());
    let other = thread::spawn(move || {
        theirs.store(1, SeqCst);
        me.unpark();
    });
    let began = Instant::now();
    let (mut seen, mut rounds) = (false, 0);
    while !seen && began.elapsed() < deadline {
        rounds += 1;
        seen = flag.load(SeqCst) == 1;
        if !seen {
            pause();
        }
    }
    assert!(rounds > 0, "the deadline is in the future");
    other.join().unwrap();
    seen
}

#[test]
fn a_loop_with_a_deadline_may_reach_it() {
    let pauses: [fn(); 4] =
        [|| (), thread::yield_now, thread::park, || thread::sleep(Duration::from_millis(200))];
    for (at, pause) in pauses.into_iter().enumerate() {
        let (outcomes, coverage) = explore(|| poll_until(A_SECOND, pause));
        assert_eq!(outcomes, set(&[false, true]), "pause {at}");
        assert!(coverage.is_complete(), "pause {at}: {coverage}");
    }
}

#[test]
fn time_stops_again_after_a_loop_with_a_deadline() {
    let (outcomes, _) = explore(|| {
        _ = poll_until(A_SECOND, || ());
        Instant::now().elapsed()
    });
    assert_eq!(outcomes, set(&[Duration::ZERO]));
}

#[test]
fn time_passes_for_a_thread_that_polls_the_clock() {
    let coverage = Explorer::new()
        .check(|| {
            let began = Instant::now();
            while began.elapsed() < A_SECOND {}
        })
        .unwrap();
    assert_eq!((coverage.is_complete(), coverage.executions), (true, 1));
}

#[test]
fn one_location_can_be_polled_by_an_endless_and_then_by_a_limited_loop() {
    fn wait_for(flag: &AtomicUsize, value: usize, rounds: usize) -> bool {
        (0..rounds).any(|_| flag.load(SeqCst) >= value)
    }
    let outcomes = interleave::outcomes(|| {
        let flags = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
        let theirs = Arc::clone(&flags);
        let other = thread::spawn(move || {
            theirs[0].store(1, SeqCst);
            theirs[0].store(2, SeqCst);
        });
        wait_for(&flags[0], 1, usize::MAX);
        flags[1].store(1, SeqCst);
        let seen = wait_for(&flags[0], 2, 30);
        other.join().unwrap();
        seen
    });
    assert_eq!(outcomes.seen.into_keys().collect::<Vec<_>>(), [false, true]);
    assert!(outcomes.coverage.is_complete(), "{}", outcomes.coverage);
}

#[test]
fn time_does_not_pass_before_a_loop_with_a_deadline() {
    for pause in [|| (), thread::park] {
        let (outcomes, _) = explore(|| {
            let (began, turn) = (Instant::now(), AtomicUsize::new(0));
            turn.load(SeqCst);
            let before = began.elapsed();
            _ = poll_until(A_SECOND, pause);
            before
        });
        assert_eq!(outcomes, set(&[Duration::ZERO]));
    }
}
