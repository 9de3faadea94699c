//! The CPU time of this process, which does not advance while other processes run.

use std::time::Duration;

/// The CPU time of all threads of this process together; `None` if the system does not provide it.
///
/// ```
/// let before = interleave::cpu_time();
/// assert!(interleave::cpu_time() >= before);
/// ```
pub fn cpu_time() -> Option<Duration> {
    now()
}

#[cfg(unix)]
#[expect(unsafe_code, reason = "std has no clock of CPU time")]
fn now() -> Option<Duration> {
    let mut now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the struct is plain data, which the call fills.
    let status = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &raw mut now) };
    let seconds = u64::try_from(now.tv_sec).ok().filter(|_| status == 0)?;
    Some(Duration::new(seconds, u32::try_from(now.tv_nsec).ok()?))
}

#[cfg(windows)]
#[expect(unsafe_code, reason = "std has no clock of CPU time")]
fn now() -> Option<Duration> {
    use std::ffi::c_void;

    /// Units of 100 ns: the low half and the high half.
    type Ticks = [u32; 2];

    // SAFETY: the signatures match the Windows documentation, and both functions accept this
    // handle.
    unsafe extern "system" {
        safe fn GetCurrentProcess() -> *mut c_void;
        safe fn GetProcessTimes(
            process: *mut c_void,
            created: &mut Ticks,
            exited: &mut Ticks,
            kernel: &mut Ticks,
            user: &mut Ticks,
        ) -> i32;
    }

    let [mut created, mut exited, mut kernel, mut user] = [Ticks::default(); 4];
    let process = GetCurrentProcess();
    let success = GetProcessTimes(process, &mut created, &mut exited, &mut kernel, &mut user);
    let ticks = |[low, high]: Ticks| u64::from(high) << 32 | u64::from(low);
    (success != 0).then(|| Duration::from_nanos(100 * (ticks(kernel) + ticks(user))))
}

#[cfg(not(any(unix, windows)))]
fn now() -> Option<Duration> {
    None
}
