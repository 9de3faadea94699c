//! Destructors of thread-local values, as in std.

use std::thread::AccessError;

use interleave::sync::Mutex;
use interleave::thread::{self, LocalKey};
use interleave::{Explorer, FailureKind, thread_local};

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("boom");
    }
}

#[test]
fn a_panic_in_a_destructor_of_a_thread_local_fails_although_the_thread_is_joined() {
    let failure = Explorer::new()
        .check(|| {
            thread_local!(static BOMB: Bomb = Bomb);
            let _ = thread::spawn(|| BOMB.with(|_| ())).join();
        })
        .unwrap_err();
    assert_eq!(failure.kind, FailureKind::Panic);
    assert!(failure.message.contains("boom"), "{failure}");
}

#[test]
fn after_such_a_panic_another_exploration_starts_afresh() {
    for _ in 0..3 {
        a_panic_in_a_destructor_of_a_thread_local_fails_although_the_thread_is_joined();
    }
    assert!(Explorer::new().check(|| ()).unwrap().is_complete());
}

struct Own(&'static LocalKey<Own>);

impl Drop for Own {
    fn drop(&mut self) {
        assert!(self.0.try_with(|_| ()).is_err());
    }
}

#[test]
fn a_value_is_not_accessible_while_it_is_dropped() {
    thread_local!(static OWN: Own = Own(&OWN));
    let body = || thread::spawn(|| OWN.with(|_| ())).join().unwrap();
    assert!(Explorer::new().check(body).unwrap().is_complete());
}

static SEEN: Mutex<Option<bool>> = Mutex::new(None);

struct Early;

impl Drop for Early {
    fn drop(&mut self) {
        *SEEN.lock().unwrap() = Some(LATE.try_with(|_| ()).is_err());
    }
}

struct Late;

impl Drop for Late {
    fn drop(&mut self) {}
}

thread_local! {
    static EARLY: Early = const { Early };
    static LATE: Late = const { Late };
    static PLAIN: u32 = const { 7 };
    static READS: Reads = const { Reads };
}

/// The newest value is dropped first, so the older one finds it gone.
#[test]
fn a_value_stays_inaccessible_after_it_was_dropped() {
    let seen = interleave::outcomes(|| {
        let use_both = || EARLY.with(|_| LATE.with(|_| ()));
        thread::spawn(use_both).join().unwrap();
        *SEEN.lock().unwrap()
    });
    assert!(seen.seen.into_keys().eq([Some(true)]));
}

struct Reads;

impl Drop for Reads {
    fn drop(&mut self) {
        assert_eq!(PLAIN.with(|number| *number), 7);
    }
}

#[test]
fn a_value_without_a_destructor_is_accessible_to_the_end() {
    let body = || thread::spawn(|| PLAIN.with(|_| READS.with(|_| ()))).join().unwrap();
    assert!(Explorer::new().check(body).unwrap().is_complete());
}

#[test]
fn with_panics_where_try_with_is_an_error() {
    struct Uses;
    impl Drop for Uses {
        fn drop(&mut self) {
            USES.with(|_| ());
        }
    }
    thread_local!(static USES: Uses = const { Uses });
    let body = || _ = thread::spawn(|| USES.with(|_| ())).join();
    let failure = Explorer::new().check(body).unwrap_err();
    assert!(failure.message.contains("during or after destruction: AccessError"), "{failure}");
    let _: fn(AccessError) -> String = |error| error.to_string();
}
