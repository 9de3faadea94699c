//! The virtual clock: moments before the start, waits that never end, and waits that begin again.

use interleave::sync::{Condvar, Mutex, mpsc};
use interleave::thread;
use interleave::time::{Duration, Instant};
use interleave::{Explorer, FailureKind};

const A_SECOND: Duration = Duration::from_secs(1);

/// What any test of std's own about `Instant` relies on, under exploration and on real threads.
fn calculate() {
    let now = Instant::now();
    let earlier = now - Duration::from_secs(60);
    assert!(earlier < now && earlier.elapsed() >= Duration::from_secs(60));
    assert_eq!(earlier + Duration::from_secs(60), now);
    assert_eq!(now - earlier, Duration::from_secs(60));
    assert_eq!(earlier - now, Duration::ZERO);
    assert_eq!(earlier.checked_duration_since(now), None);
    assert_eq!(earlier.saturating_duration_since(now), Duration::ZERO);
    assert!(now.checked_sub(Duration::from_secs(60 * 60 * 24 * 365 * 100)).is_some());
    assert_eq!(now.checked_add(Duration::MAX), None);
    assert_eq!(now.checked_sub(Duration::MAX), None);
    let mut moment = now;
    moment -= A_SECOND;
    moment += A_SECOND;
    assert_eq!(moment, now);
}

#[test]
fn there_are_moments_before_the_start_of_the_clock() {
    Explorer::new().check(calculate).unwrap();
    interleave::on_real_threads(calculate);
}

/// Asserts that the wait of the thread ends only if the other one ends it.
#[track_caller]
fn assert_never_times_out(wait: fn(Duration)) {
    for time in [Duration::MAX, Duration::from_secs(u64::MAX), Duration::from_secs(1 << 63)] {
        let body = || {
            thread::scope(|scope| _ = scope.spawn(|| wait(time)));
        };
        let failure = Explorer::new().check(body).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Deadlock, "{time:?}: {failure}");
    }
    let body = || {
        thread::scope(|scope| _ = scope.spawn(|| wait(A_SECOND)));
    };
    Explorer::new().check(body).unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn a_wait_whose_end_is_no_moment_never_times_out() {
    assert_never_times_out(|time| {
        let lock = Mutex::new(());
        let start = Instant::now();
        while start.checked_add(time).is_none() || start.elapsed() < time {
            drop(Condvar::new().wait_timeout(lock.lock().unwrap(), time));
        }
    });
    assert_never_times_out(|time| {
        let lock = Mutex::new(());
        drop(Condvar::new().wait_timeout_while(lock.lock().unwrap(), time, |()| true));
    });
    assert_never_times_out(|time| {
        let (_sender, receiver) = mpsc::channel::<()>();
        _ = receiver.recv_timeout(time);
    });
    assert_never_times_out(|time| {
        let start = Instant::now();
        while start.checked_add(time).is_none() || start.elapsed() < time {
            thread::park_timeout(time);
        }
    });
    assert_never_times_out(thread::sleep);
}

#[test]
fn a_thread_that_sleeps_forever_is_reported() {
    let failure = Explorer::new().check(|| thread::sleep(Duration::MAX)).unwrap_err().to_string();
    assert!(failure.contains("forever"), "{failure}");
    let detached = || drop(thread::spawn(|| thread::sleep(Duration::MAX)));
    assert!(Explorer::new().check(detached).is_ok());
    let failure = Explorer::new().deny_blocked_threads().check(detached).unwrap_err();
    assert_eq!(failure.kind, FailureKind::BlockedThreads);
}

/// A semaphore that waits at most this long at a time, and begins again.
struct Semaphore(Mutex<u32>, Condvar);

impl Semaphore {
    fn acquire(&self, wait: impl Fn(&Self) -> bool) {
        while !wait(self) {}
    }

    fn release(&self) {
        *self.0.lock().unwrap() += 1;
        self.1.notify_one();
    }

    fn wait_timeout_while(&self) -> bool {
        let permits = self.0.lock().unwrap();
        let waited = self.1.wait_timeout_while(permits, A_SECOND, |permits| *permits == 0);
        let (mut permits, wait) = waited.unwrap();
        if !wait.timed_out() {
            *permits -= 1;
        }
        !wait.timed_out()
    }

    fn wait_until_a_deadline(&self) -> bool {
        let deadline = Instant::now() + A_SECOND;
        let mut permits = self.0.lock().unwrap();
        while *permits == 0 {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            permits = self.1.wait_timeout(permits, left).unwrap().0;
        }
        *permits -= 1;
        true
    }

    fn wait_timeout(&self) -> bool {
        let mut permits = self.0.lock().unwrap();
        if *permits == 0 {
            permits = self.1.wait_timeout(permits, A_SECOND).unwrap().0;
        }
        let is_free = *permits > 0;
        *permits -= u32::from(is_free);
        is_free
    }
}

#[test]
fn a_limited_wait_that_begins_again_ends() {
    let waits: [fn(&Semaphore) -> bool; 3] =
        [Semaphore::wait_timeout_while, Semaphore::wait_until_a_deadline, Semaphore::wait_timeout];
    for (at, wait) in waits.into_iter().enumerate() {
        let coverage = Explorer::new()
            .no_fallback_after(3_000)
            .check(|| {
                let semaphore = Semaphore(Mutex::new(1), Condvar::new());
                thread::scope(|scope| {
                    for _ in 0..2 {
                        scope.spawn(|| {
                            semaphore.acquire(wait);
                            semaphore.release();
                        });
                    }
                });
                assert_eq!(semaphore.0.into_inner().unwrap(), 1);
            })
            .unwrap_or_else(|failure| panic!("wait {at}: {failure}"));
        assert!(coverage.is_complete(), "wait {at}: {coverage}");
        let failure = Explorer::new()
            .max_steps(2_000)
            .check(|| Semaphore(Mutex::new(0), Condvar::new()).acquire(wait))
            .unwrap_err();
        assert_eq!(failure.kind, FailureKind::StepLimit, "wait {at}: {failure}");
    }
}
