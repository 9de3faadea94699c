//! The time that a job has used: what the machine withholds from it does not count.
use std::collections::BTreeMap;
use std::time::Duration;

use crate::processes::Usage;

/// What a job has used of its time so far: its CPU time, or the time in which none of its threads waited for a CPU,
/// whichever is longer. So neither many threads nor sleep outwits a limit, and other processes do not use it up.
#[derive(Debug, Default)]
pub(crate) struct Stopwatch {
    cpu: Duration,
    /// The time between two measurements, and in how much of it no thread waited.
    intervals: Vec<(Duration, Duration)>,
    /// How long each thread had waited at the last measurement.
    waits: BTreeMap<i32, Duration>,
}

impl Stopwatch {
    /// Adds what happened since the last measurement, this long ago.
    pub(crate) fn measure(&mut self, elapsed: Duration, usage: Usage) {
        self.cpu = self.cpu.max(usage.cpu);
        let waited = usage.waits.iter().map(|(thread, now)| {
            now.saturating_sub(self.waits.get(thread).copied().unwrap_or_default())
        });
        // Not the sum: threads that wake at the same moment wait for each other, and sleep for the rest of the time.
        let mut waited = waited.max().unwrap_or_default();
        self.intervals.push((elapsed, elapsed));
        // The system counts a wait at its end, so it may have begun some intervals ago.
        for (length, free) in self.intervals.iter_mut().rev() {
            *free = length.saturating_sub(waited).min(*free);
            waited = waited.saturating_sub(*length);
            if waited.is_zero() {
                break;
            }
        }
        self.waits = usage.waits;
    }

    /// The time used, if the last measurement was this long ago.
    pub(crate) fn used(&self, elapsed: Duration) -> Duration {
        let free: Duration = self.intervals.iter().map(|(_, free)| free).sum();
        self.cpu.max(free + elapsed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TICK: Duration = Duration::from_millis(50);

    /// What is used after 100 ticks in which the job gets this much CPU time, and its threads wait this long.
    fn used(cpu: Duration, waits: &[Duration]) -> Duration {
        let mut stopwatch = Stopwatch::default();
        for tick in 1..=100 {
            let waits = (0..).zip(waits).map(|(thread, wait)| (thread, *wait * tick)).collect();
            stopwatch.measure(TICK, Usage { cpu: cpu * tick, waits, ..Usage::default() });
        }
        stopwatch.used(Duration::ZERO)
    }

    #[test]
    fn a_wait_for_a_cpu_does_not_count() {
        let tenth = TICK / 10;
        assert_eq!(used(TICK, &[Duration::ZERO]), 100 * TICK, "a loop on an idle machine");
        assert_eq!(used(tenth, &[TICK - tenth]), 100 * tenth, "a loop on a busy machine");
        let other = [Duration::ZERO, TICK - tenth];
        assert_eq!(used(tenth, &other), 100 * tenth, "a thread waits for another");
    }

    #[test]
    fn everything_else_counts() {
        let hundredth = TICK / 100;
        assert_eq!(used(Duration::ZERO, &[]), 100 * TICK, "waits are unknown");
        assert_eq!(used(Duration::ZERO, &[Duration::ZERO]), 100 * TICK, "it sleeps");
        assert_eq!(used(2 * TICK, &[TICK; 9]), 200 * TICK, "it takes CPUs from itself");
        let together = used(hundredth, &[hundredth; 100]);
        assert_eq!(together, 100 * (TICK - hundredth), "its threads wake together and sleep");
    }

    #[test]
    fn a_long_wait_counts_once_although_it_is_known_at_its_end() {
        let mut stopwatch = Stopwatch::default();
        let mut measure = |waits: &[(i32, Duration)]| {
            let waits = waits.iter().copied().collect();
            stopwatch.measure(TICK, Usage { waits, ..Usage::default() });
            stopwatch.used(Duration::ZERO)
        };
        let (one, two) = (1, 2);
        assert_eq!(measure(&[(one, Duration::ZERO)]), TICK);
        assert_eq!(measure(&[(one, Duration::ZERO)]), 2 * TICK);
        assert_eq!(measure(&[(one, TICK * 3 / 2)]), TICK * 3 / 2);
        // Another waited at the same time.
        assert_eq!(measure(&[(one, TICK * 3 / 2), (two, 2 * TICK)]), TICK * 3 / 2);
        assert_eq!(measure(&[(two, 2 * TICK)]), TICK * 5 / 2, "one has ended");
    }
}
