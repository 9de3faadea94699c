//! A function that panics: its caller gets the panic or an error, and the others get an error.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::Ordering;
use std::thread;

use super::{Answer, counted, length};

/// Like `length`, but panics for some keys.
fn fragile(key: &str) -> Answer<usize> {
    if key.starts_with("bad") {
        resume_unwind(Box::new("no such city"));
    }
    length(key)
}

#[test]
fn later_callers_get_an_error_after_a_panic() {
    judge::test!(
        "after a panic, later callers of the key get an error, and the function does not run again"
    )
    .property(1..=2_usize, |&later| {
        let (memo, runs) = counted(fragile);
        let first = catch_unwind(AssertUnwindSafe(|| memo.get("bad")));
        assert!(!matches!(first, Ok(Ok(_))), "the call should panic or return an error");
        for _ in 0..later {
            assert!(memo.get("bad").is_err(), "a later caller should get an error");
        }
        assert_eq!(runs.load(Ordering::SeqCst), 1, "the function should not run again");
    });
}

#[test]
fn waiting_callers_get_an_error_after_a_panic() {
    judge::test!("if the function panics, callers that wait for the key get an error")
        .property(2..=3_usize, share_a_panic);
}

#[test]
fn many_waiting_callers_get_an_error_after_a_panic() {
    judge::test!("if the function panics, up to five callers that wait for the key get an error")
        .sampled(40)
        .property(4..=6_usize, share_a_panic);
}

/// Checks what this many callers of a key get if the function panics for it.
fn share_a_panic(&callers: &usize) {
    judge::size("callers of a key that panics", callers);
    let (memo, runs) = counted(fragile);
    let answers: Vec<_> = thread::scope(|scope| {
        let ask = || catch_unwind(AssertUnwindSafe(|| memo.get("bad")));
        let threads: Vec<_> = (0..callers).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let panics = answers.iter().filter(|answer| answer.is_err()).count();
    assert!(panics <= 1, "only the caller that ran the function may panic, but {panics} did");
    let values = answers.iter().flatten().flatten().count();
    assert_eq!(values, 0, "no caller should get a value");
    assert_eq!(runs.load(Ordering::SeqCst), 1, "the function should run once");
    assert!(memo.get("bad").is_err(), "a later caller should get an error");
}

#[test]
fn other_keys_work_after_a_panic() {
    judge::test!("a panic for one key leaves other keys usable: cached, concurrent and later ones")
        .scenario(|| {
            let (memo, runs) = counted(fragile);
            assert_eq!(memo.get("before"), Ok(6), "before the panic");
            let meanwhile = thread::scope(|scope| {
                scope.spawn(|| _ = catch_unwind(AssertUnwindSafe(|| memo.get("bad"))));
                memo.get("meanwhile")
            });
            assert_eq!(meanwhile, Ok(9), "during the panic");
            for key in ["before", "meanwhile", "after", "x"] {
                assert_eq!(memo.get(key), length(key), "\"{key}\" after the panic");
            }
            assert!(memo.get("bad").is_err(), "a later caller should get an error");
            assert_eq!(
                runs.load(Ordering::SeqCst),
                5,
                "each of the five keys should be computed once"
            );
        });
}

#[test]
fn two_keys_can_panic_at_once() {
    judge::test!("the function may panic for two keys at the same time").scenario(|| {
        let (memo, runs) = counted(fragile);
        thread::scope(|scope| {
            for key in ["bad", "bad too"] {
                let memo = &memo;
                scope.spawn(move || _ = catch_unwind(AssertUnwindSafe(|| memo.get(key))));
            }
        });
        assert!(
            memo.get("bad").is_err() && memo.get("bad too").is_err(),
            "both keys should have an error"
        );
        assert_eq!(runs.load(Ordering::SeqCst), 2, "each key should be computed once");
    });
}
