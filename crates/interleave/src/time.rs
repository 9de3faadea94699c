//! `std::time`: under exploration, the clock is virtual, and only sleeping advances it.

use std::fmt;
use std::ops::{Add, AddAssign, Sub, SubAssign};
use std::time as real;

pub use std::time::{Duration, TryFromFloatSecsError};

use crate::context;
use crate::op::{FOREVER, Timeout};
use crate::scheduler::State;

/// The moment of the virtual clock at the start of an execution. A moment is a number of seconds from
/// the earliest one that std represents on Linux, so that calculations overflow where they do there:
/// the moments before the start exist.
const START: Duration = FOREVER;

/// The timeout of a wait; none if std cannot represent its end.
pub(crate) fn timeout(time: Duration) -> Timeout {
    if time < FOREVER { Timeout::After(time) } else { Timeout::Never }
}

/// See [`std::time::Instant`].
///
/// Under exploration, the clock of a thread shows the longest chain of sleeps that happened before,
/// so it reveals which threads a thread has waited for. It also advances for a thread that would
/// otherwise wait forever: one that only reads the clock, or that loops until a moment has passed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Moment);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Moment {
    Virtual(Duration),
    Real(real::Instant),
}

/// As in std on Linux.
impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Moment::Virtual(time) => f
                .debug_struct("Instant")
                .field("tv_sec", &(i128::from(time.as_secs()) - i128::from(START.as_secs())))
                .field("tv_nsec", &time.subsec_nanos())
                .finish(),
            Moment::Real(moment) => moment.fmt(f),
        }
    }
}

impl Instant {
    /// See [`std::time::Instant::now`].
    pub fn now() -> Self {
        Self::of(context::with(|runtime| runtime.state(State::now)))
    }

    /// Like `now`, but under exploration, a thread that waits for time to pass does not notice it.
    pub(crate) fn unnoticed() -> Self {
        Self::of(context::with(|runtime| runtime.state(|state| state.time())))
    }

    fn of(time: Option<Duration>) -> Self {
        Self(match time {
            Some(time) => Moment::Virtual(START.saturating_add(time)),
            None => Moment::Real(real::Instant::now()),
        })
    }

    /// See [`std::time::Instant::duration_since`].
    pub fn duration_since(&self, earlier: Self) -> Duration {
        self.checked_duration_since(earlier).unwrap_or_default()
    }

    /// See [`std::time::Instant::checked_duration_since`].
    pub fn checked_duration_since(&self, earlier: Self) -> Option<Duration> {
        match (self.0, earlier.0) {
            (Moment::Virtual(now), Moment::Virtual(then)) => now.checked_sub(then),
            (Moment::Real(now), Moment::Real(then)) => now.checked_duration_since(then),
            _ => None,
        }
    }

    /// See [`std::time::Instant::saturating_duration_since`].
    pub fn saturating_duration_since(&self, earlier: Self) -> Duration {
        self.duration_since(earlier)
    }

    /// See [`std::time::Instant::elapsed`].
    pub fn elapsed(&self) -> Duration {
        Self::now().duration_since(*self)
    }

    /// See [`std::time::Instant::checked_add`].
    pub fn checked_add(&self, time: Duration) -> Option<Self> {
        Some(Self(match self.0 {
            Moment::Virtual(now) => Moment::Virtual(now.checked_add(time)?),
            Moment::Real(now) => Moment::Real(now.checked_add(time)?),
        }))
    }

    /// See [`std::time::Instant::checked_sub`].
    pub fn checked_sub(&self, time: Duration) -> Option<Self> {
        Some(Self(match self.0 {
            Moment::Virtual(now) => Moment::Virtual(now.checked_sub(time)?),
            Moment::Real(now) => Moment::Real(now.checked_sub(time)?),
        }))
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, time: Duration) -> Self {
        self.checked_add(time).expect("overflow when adding duration to instant")
    }
}

impl AddAssign<Duration> for Instant {
    fn add_assign(&mut self, time: Duration) {
        *self = *self + time;
    }
}

impl Sub<Duration> for Instant {
    type Output = Self;

    fn sub(self, time: Duration) -> Self {
        self.checked_sub(time).expect("overflow when subtracting duration from instant")
    }
}

impl SubAssign<Duration> for Instant {
    fn sub_assign(&mut self, time: Duration) {
        *self = *self - time;
    }
}

impl Sub for Instant {
    type Output = Duration;

    fn sub(self, earlier: Self) -> Duration {
        self.duration_since(earlier)
    }
}
