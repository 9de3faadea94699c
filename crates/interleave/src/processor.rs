//! How much of the processor this process has had: that time stands still while others have it.

use std::time::Duration;

/// The time of all threads together; nothing where the system does not tell.
#[cfg(unix)]
#[expect(unsafe_code, reason = "std does not know this clock")]
pub(crate) fn time() -> Option<Duration> {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the struct is plain data that the call fills.
    let told = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut now) };
    let seconds = u64::try_from(now.tv_sec).ok().filter(|_| told == 0)?;
    Some(Duration::new(seconds, u32::try_from(now.tv_nsec).ok()?))
}

#[cfg(not(unix))]
pub(crate) fn time() -> Option<Duration> {
    None
}
