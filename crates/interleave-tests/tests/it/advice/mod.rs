//! The advice at the end of a report, followed literally, repairs the program.

mod announced;
mod conditions;
mod condvars;
mod dropped;
mod flags;
mod guards;
mod locked_twice;
mod order;
mod own_locks;
mod panics;
mod polling;
mod polling_in_vain;
mod results;
mod scope_owners;
mod senders;
mod too_early;
mod waits;

use interleave::Explorer;

/// A program that gets advice, and what happens when the advice is followed.
type Program = fn(repaired: bool);

/// Checks that each program fails with this advice, and that the repaired one does not fail.
fn check(advice: &str, programs: &[Program]) {
    check_with(&Explorer::new().deny_blocked_threads(), advice, programs);
}

/// The same with an explorer that requires something else.
fn check_with(explorer: &Explorer, advice: &str, programs: &[Program]) {
    assert!(programs.len() >= 5, "at least five different programs");
    let explore = |program: Program, repaired| explorer.clone().check(|| program(repaired));
    for (number, &program) in programs.iter().enumerate() {
        let report = explore(program, false).expect_err("the program has a bug").to_string();
        let words = report.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(advice), "program {number} gets another advice:\n{report}");
        if let Err(failure) = explore(program, true) {
            panic!("program {number} is not repaired by the advice, but\n{failure}");
        }
    }
}
