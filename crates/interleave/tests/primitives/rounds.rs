//! Loops that count how often they look, and leave by themselves.

use interleave::sync::atomic::{AtomicUsize, Ordering, Ordering::Relaxed, Ordering::SeqCst};
use interleave::sync::{Arc, Condvar, Mutex, MutexGuard, mpsc};
use interleave::thread;
use interleave::time::{Duration, Instant};
use interleave::{Explorer, FailureKind};

use std::cell::RefCell;

use super::{set, survey};

/// Looks at the flag so many times, with a pause between two looks, and then at the data; both are
/// changed by another thread.
fn look(rounds: usize, pause: fn()) -> (usize, usize) {
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
fn who_looks_so_many_times_may_have_come_too_early_for_all() {
    let all = set(&[(0, 0), (0, 1), (1, 1)]);
    for rounds in [1, 23, 24, 25, 26] {
        let (outcomes, coverage) = survey(|| look(rounds, || ()));
        assert_eq!(outcomes, all, "{rounds} rounds");
        assert!(coverage.is_complete(), "{rounds} rounds: {coverage}");
    }
    for rounds in [5, 6, 7, 8, 20] {
        let (outcomes, coverage) =
            survey(|| look(rounds, || thread::sleep(Duration::from_secs(1))));
        assert_eq!(outcomes, all, "{rounds} rounds with pauses");
        assert!(coverage.is_complete(), "{rounds} rounds with pauses: {coverage}");
    }
}

#[test]
fn a_store_can_come_after_each_of_many_rounds() {
    let outcomes = interleave::outcomes(|| look(500, || ()));
    assert!(outcomes.coverage.is_complete(), "{}", outcomes.coverage);
    assert_eq!(outcomes.coverage.executions, 502, "{}", outcomes.coverage);
}

#[test]
fn more_rounds_than_are_tried_are_called_bounded() {
    let coverage = Explorer::new().check(|| _ = look(2_500, || ())).unwrap();
    assert!(!coverage.is_complete(), "{coverage}");
}

#[test]
fn what_a_loop_does_when_it_gives_up_is_found_and_replayed() {
    let body = || {
        let open = Arc::new(Mutex::new(false));
        let door = Arc::clone(&open);
        let porter = thread::spawn(move || *door.lock().unwrap() = true);
        let seen = (0..40).any(|_| {
            thread::yield_now();
            *open.lock().unwrap()
        });
        assert!(seen, "the guest has gone home");
        porter.join().unwrap();
    };
    let failure = Explorer::new().check(body).unwrap_err();
    assert_eq!(failure.kind, FailureKind::Assertion, "{failure}");
    assert!(failure.to_string().contains("the guest has gone home"), "{failure}");
    let again = Explorer::new().replay(&failure.execution.schedule, body).unwrap_err();
    assert_eq!(again.kind, FailureKind::Assertion, "{again}");
}

#[test]
fn a_loop_that_only_waits_is_not_let_on() {
    let (outcomes, coverage) = survey(|| {
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
fn who_is_alone_and_counts_far_looks_to_its_end() {
    let coverage = Explorer::new()
        .check(|| {
            let flag = AtomicUsize::new(0);
            let rounds = (0..10_000).filter(|_| flag.load(SeqCst) == 0).count();
            assert_eq!(rounds, 10_000);
        })
        .unwrap();
    assert_eq!(coverage.executions, 1, "{coverage}");
}

const A_SECOND: Duration = Duration::from_secs(1);

/// Waits so many times, at most, for another thread, and says whether it came.
fn wait(rounds: usize, wait: fn(&Condvar, MutexGuard<'_, bool>)) -> bool {
    let here = Arc::new((Mutex::new(false), Condvar::new()));
    let there = Arc::clone(&here);
    let other = thread::spawn(move || {
        *there.0.lock().unwrap() = true;
        there.1.notify_all();
    });
    let came = (0..rounds).any(|_| {
        let came = here.0.lock().unwrap();
        let is_here = *came;
        if !is_here {
            wait(&here.1, came);
        }
        is_here
    });
    other.join().unwrap();
    came
}

/// Parks so many times, at most.
fn park(rounds: usize, park: fn()) -> bool {
    let came = Arc::new(AtomicUsize::new(0));
    let (flag, guest) = (Arc::clone(&came), thread::current());
    let other = thread::spawn(move || {
        flag.store(1, SeqCst);
        guest.unpark();
    });
    let seen = (0..rounds).any(|_| {
        let is_here = came.load(SeqCst) == 1;
        if !is_here {
            park();
        }
        is_here
    });
    other.join().unwrap();
    seen
}

/// Receives so many times, at most.
fn receive(rounds: usize) -> bool {
    let (sender, receiver) = mpsc::channel();
    let other = thread::spawn(move || sender.send(()));
    let received = (0..rounds).any(|_| receiver.recv_timeout(A_SECOND).is_ok());
    drop(receiver);
    _ = other.join().unwrap();
    received
}

#[test]
fn who_waits_so_many_times_may_give_up_too_early() {
    let bodies: [fn(usize) -> bool; 5] = [
        |rounds| wait(rounds, |bell, guard| drop(bell.wait(guard))),
        |rounds| wait(rounds, |bell, guard| drop(bell.wait_timeout(guard, A_SECOND))),
        |rounds| park(rounds, thread::park),
        |rounds| park(rounds, || thread::park_timeout(A_SECOND)),
        receive,
    ];
    for (at, body) in bodies.into_iter().enumerate() {
        for rounds in 1..=5 {
            let (outcomes, coverage) = survey(|| body(rounds));
            assert_eq!(outcomes, set(&[false, true]), "body {at}, {rounds} rounds");
            assert!(coverage.is_complete(), "body {at}, {rounds} rounds: {coverage}");
        }
        let (outcomes, coverage) = survey(|| body(usize::MAX));
        assert_eq!(outcomes, set(&[true]), "body {at} waits for ever");
        assert!(coverage.is_complete(), "body {at}: {coverage}");
    }
}

#[test]
fn more_waits_than_are_tried_are_called_bounded() {
    let is_complete = |body: &dyn Fn()| Explorer::new().check(body).unwrap().is_complete();
    // Two timeouts come early in any case, and a hundred more where somebody counts.
    assert!(is_complete(&|| _ = receive(102)));
    assert!(!is_complete(&|| _ = receive(103)));
    for order in [SeqCst, Relaxed] {
        assert!(is_complete(&|| _ = fail(101, order)), "{order:?}");
        assert!(!is_complete(&|| _ = fail(102, order)), "{order:?}");
    }
}

/// Tries a weak exchange so many times, at most, and says how often it failed.
fn fail(rounds: usize, order: Ordering) -> usize {
    let flag = AtomicUsize::new(0);
    (0..rounds).take_while(|_| flag.compare_exchange_weak(0, 1, order, order).is_err()).count()
}

#[test]
fn a_weak_exchange_succeeds_first_and_fails_as_often_as_it_is_tried() {
    for order in [SeqCst, Relaxed] {
        let seen = RefCell::new(Vec::new());
        Explorer::new().check(|| seen.borrow_mut().push(fail(3, order))).unwrap();
        assert_eq!(seen.borrow()[0], 0, "{order:?}");
        let outcomes = interleave::outcomes(|| fail(3, order));
        assert_eq!(outcomes.seen.into_keys().collect::<Vec<_>>(), [0, 1, 2, 3], "{order:?}");
    }
}

#[test]
fn who_waits_for_ever_times_out_early_twice() {
    let outcomes = interleave::outcomes(|| {
        let (sender, receiver) = mpsc::channel();
        let other = thread::spawn(move || sender.send(()).unwrap());
        let mut early = 0;
        while receiver.recv_timeout(A_SECOND).is_err() {
            early += 1;
        }
        other.join().unwrap();
        early
    });
    assert_eq!(outcomes.seen.into_keys().collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn who_waits_twice_for_ever_is_not_let_on() {
    let (outcomes, coverage) = survey(|| {
        let here = Arc::new((Mutex::new(0), Condvar::new()));
        let there = Arc::clone(&here);
        let other = thread::spawn(move || {
            for stage in 1..=2 {
                *there.0.lock().unwrap() = stage;
                there.1.notify_all();
            }
        });
        let mut stage = here.0.lock().unwrap();
        while *stage < 1 {
            stage = here.1.wait(stage).unwrap();
        }
        while *stage < 2 {
            stage = here.1.wait(stage).unwrap();
        }
        drop(stage);
        other.join().unwrap();
    });
    assert_eq!(outcomes, set(&[()]));
    assert!(coverage.is_complete(), "{coverage}");
}

#[test]
fn what_a_loop_that_waits_for_ever_does_every_few_rounds_is_seen() {
    for every in 1..=6 {
        let (outcomes, coverage) = survey(|| {
            let (sender, receiver) = mpsc::channel();
            let complaints = Arc::new(AtomicUsize::new(0));
            let theirs = Arc::clone(&complaints);
            let other = thread::spawn(move || {
                sender.send(()).unwrap();
                theirs.load(SeqCst) > 0
            });
            let mut round = 0;
            while receiver.recv_timeout(A_SECOND).is_err() {
                round += 1;
                if round == every {
                    complaints.store(1, SeqCst);
                }
            }
            other.join().unwrap()
        });
        assert_eq!(outcomes, set(&[false, true]), "every {every} rounds");
        assert!(coverage.is_complete() || every < 3, "every {every} rounds: {coverage}");
    }
}

#[test]
fn who_makes_room_lets_a_sender_go_on_that_only_tries() {
    let ways: [fn(&mpsc::Receiver<u32>) -> u32; 2] = [
        |receiver| receiver.try_recv().unwrap(),
        |receiver| receiver.recv_timeout(A_SECOND).unwrap(),
    ];
    for receive in ways {
        let (outcomes, coverage) = survey(|| {
            let (sender, receiver) = mpsc::sync_channel(1);
            sender.send(1).unwrap();
            let other = thread::spawn(move || while sender.try_send(2).is_err() {});
            let first = receive(&receiver);
            other.join().unwrap();
            (first, receiver.recv().unwrap())
        });
        assert_eq!(outcomes, set(&[(1, 2)]));
        assert!(coverage.is_complete(), "{coverage}");
    }
}

/// Waits for a flag until a moment has come, and says whether it was set by then.
fn until(moment: Duration, pause: fn()) -> bool {
    let flag = Arc::new(AtomicUsize::new(0));
    let (theirs, me) = (Arc::clone(&flag), thread::current());
    let other = thread::spawn(move || {
        theirs.store(1, SeqCst);
        me.unpark();
    });
    let began = Instant::now();
    let (mut seen, mut rounds) = (false, 0);
    while !seen && began.elapsed() < moment {
        rounds += 1;
        seen = flag.load(SeqCst) == 1;
        if !seen {
            pause();
        }
    }
    assert!(rounds > 0, "it has just begun");
    other.join().unwrap();
    seen
}

#[test]
fn who_waits_until_a_moment_has_come_may_see_it_come() {
    let pauses: [fn(); 4] =
        [|| (), thread::yield_now, thread::park, || thread::sleep(Duration::from_millis(200))];
    for (at, pause) in pauses.into_iter().enumerate() {
        let (outcomes, coverage) = survey(|| until(A_SECOND, pause));
        assert_eq!(outcomes, set(&[false, true]), "pause {at}");
        assert!(coverage.is_complete(), "pause {at}: {coverage}");
    }
}

#[test]
fn time_stands_still_again_behind_such_a_loop() {
    let (outcomes, _) = survey(|| {
        _ = until(A_SECOND, || ());
        Instant::now().elapsed()
    });
    assert_eq!(outcomes, set(&[Duration::ZERO]));
}

#[test]
fn time_passes_for_whoever_only_looks_at_the_clock() {
    let coverage = Explorer::new()
        .check(|| {
            let began = Instant::now();
            while began.elapsed() < A_SECOND {}
        })
        .unwrap();
    assert_eq!((coverage.is_complete(), coverage.executions), (true, 1));
}

/// Exchanges so many times, at most, while another thread adds; whether it succeeded, and what is there
/// in the end.
fn exchange(rounds: usize, order: Ordering) -> (bool, usize) {
    let count = Arc::new(AtomicUsize::new(0));
    let theirs = Arc::clone(&count);
    let other = thread::spawn(move || theirs.fetch_add(10, order));
    let succeeded = (0..rounds).any(|_| {
        let now = count.load(order);
        count.compare_exchange_weak(now, now + 1, order, order).is_ok()
    });
    other.join().unwrap();
    (succeeded, count.load(order))
}

#[test]
fn a_weak_exchange_may_fail_for_no_reason_as_often_as_somebody_tries() {
    for order in [SeqCst, Relaxed] {
        for rounds in 1..=4 {
            let (outcomes, coverage) = survey(|| exchange(rounds, order));
            assert_eq!(outcomes, set(&[(false, 10), (true, 11)]), "{rounds} rounds, {order:?}");
            assert!(coverage.is_complete(), "{rounds} rounds, {order:?}: {coverage}");
        }
        let (outcomes, coverage) = survey(|| exchange(usize::MAX, order));
        assert_eq!(outcomes, set(&[(true, 11)]), "{order:?}");
        assert!(coverage.is_complete(), "{order:?}: {coverage}");
    }
}

#[test]
fn a_report_says_that_an_exchange_failed_for_no_reason() {
    let failure = Explorer::new()
        .check(|| {
            let count = AtomicUsize::new(0);
            count.compare_exchange_weak(0, 1, SeqCst, SeqCst).unwrap();
        })
        .unwrap_err();
    assert!(failure.to_string().contains("0, not exchanged, for no reason"), "{failure}");
}

#[test]
fn one_place_can_have_a_loop_that_waits_and_then_one_that_counts() {
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
fn who_pauses_where_an_exchange_fails_for_no_reason_is_not_let_on() {
    let (outcomes, coverage) = survey(|| {
        let count = Arc::new(AtomicUsize::new(0));
        let add = |count: &AtomicUsize| {
            let mut now = count.load(SeqCst);
            while let Err(found) = count.compare_exchange_weak(now, now + 1, SeqCst, SeqCst) {
                now = found;
                thread::yield_now();
            }
        };
        let theirs = Arc::clone(&count);
        let other = thread::spawn(move || add(&theirs));
        add(&count);
        other.join().unwrap();
        count.load(SeqCst)
    });
    assert_eq!(outcomes, set(&[2]));
    assert!(coverage.is_complete(), "{coverage}");
}
