//! The results of a suite, with progress.
use crate::progress;

/// The results of a suite, with progress.
pub(super) fn results<P, R>(programs: &[P], explore: impl Fn(&P) -> R) -> Vec<R> {
    let explore_next = |(done, program)| {
        let result = explore(program);
        progress::report(done, programs.len() as u64, "programs");
        result
    };
    (1..).zip(programs).map(explore_next).collect()
}
