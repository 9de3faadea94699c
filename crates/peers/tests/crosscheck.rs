//! The quick cross-check: three hundred generated programs.
use peers::answer::Answer;
use peers::compare::{Limits, Peer, compare};
use peers::generate;
use peers::program::Program;

const PROGRAMS: u64 = 300;

#[test]
fn all_peers_agree_on_generated_programs() {
    let limits = Limits { executions: 300, only: None };
    let [mut by_interleave, mut by_shuttle] = [0_u64; 2];
    for number in 0..PROGRAMS {
        let (theme, program) = generate::program(number);
        for comparison in compare(&program, limits) {
            let problem = format!("program {number} ({theme:?}): {program}\n{comparison}");
            assert!(!comparison.is_mismatch(), "{problem}");
            if matches!(comparison.answer, Answer::All(_)) {
                by_interleave += u64::from(comparison.peer == Peer::Interleave);
                by_shuttle += u64::from(comparison.peer == Peer::Shuttle);
            }
        }
    }
    // The others are too large, or poll for so long that the search is bounded; shuttle models fewer themes.
    assert!(by_interleave * 10 >= PROGRAMS * 8, "interleave finished only {by_interleave}");
    assert!(by_shuttle * 4 >= PROGRAMS, "shuttle finished only {by_shuttle}");
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
