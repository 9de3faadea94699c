//! The quick cross-check: three hundred generated programs.
use peers::answer::Answer;
use peers::compare::{Limits, Peer, compare};
use peers::generate::{self, Theme};
use peers::program::Program;

const PROGRAMS: u64 = 300;

/// The themes whose operations shuttle models, except for a few that `Program::suits_shuttle` lists.
const THEMES_OF_SHUTTLE: [Theme; 9] = [
    Theme::Mutexes,
    Theme::RwLocks,
    Theme::Atomics,
    Theme::Channels,
    Theme::Condvars,
    Theme::Parking,
    Theme::Barriers,
    Theme::Polling,
    Theme::Hashing,
];

#[test]
fn all_peers_agree_on_generated_programs() {
    let limits = Limits { executions: 300, only: None };
    let [mut by_interleave, mut by_shuttle, mut for_shuttle] = [0_u64; 3];
    for number in 0..PROGRAMS {
        let (theme, program) = generate::program(number);
        let is_for_shuttle = THEMES_OF_SHUTTLE.contains(&theme);
        for_shuttle += u64::from(is_for_shuttle);
        for comparison in compare(&program, limits) {
            let problem = format!("program {number} ({theme:?}): {program}\n{comparison}");
            assert!(!comparison.is_mismatch(), "{problem}");
            if matches!(comparison.answer, Answer::All(_)) {
                by_interleave += u64::from(comparison.peer == Peer::Interleave);
                by_shuttle += u64::from(comparison.peer == Peer::Shuttle && is_for_shuttle);
            }
        }
    }
    // The others are too large, or poll for so long that the search is bounded.
    assert!(by_interleave * 10 >= PROGRAMS * 8, "interleave finished only {by_interleave}");
    // Its search has no reduction, so more programs are too large.
    let enough = by_shuttle * 5 >= for_shuttle * 2;
    assert!(enough, "shuttle finished only {by_shuttle} of {for_shuttle}");
}

#[test]
fn a_failing_program_is_shrunk_to_what_fails() {
    let can_panic = |number: &u64| generate::program(*number).1.panics();
    let number = (0..).find(can_panic).unwrap();
    let smallest = generate::shrink(number, |program| program.panics());
    assert!(smallest.panics());
    let size = |program: &Program| program.threads.iter().map(Vec::len).sum::<usize>();
    assert!(size(&smallest) < size(&generate::program(number).1), "{smallest}");
}
