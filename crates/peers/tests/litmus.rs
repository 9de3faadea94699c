//! The classic litmus tests with every placement of orders: our engine and loom beside the axioms.
use peers::axioms::program::{self, Outcome, Program, placements};
use peers::axioms::{both, ours, small};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

mod engine {
    pub(super) use loom::{sync, thread};
}

#[path = "../src/axioms/run.rs"]
mod run;

/// Name, program, whether loom is asked too (it is slow with three threads), and what must come out:
/// of so many placements, where the model allows more than our engine shows; where loom shows less
/// than the model allows, and where more.
///
/// Ours shows less where a store would have to become older than one that was executed before it
/// (`2+2W`, `R`, `S`), and where the order of SeqCst would have to go against the order of execution
/// (`message passing` with a SeqCst store and load of the data around a weaker flag, `independent
/// reads`, `strict order against hb`). Loom shows more where only SeqCst forbids it, for it takes
/// SeqCst for AcqRel, and where an update has to read the latest store.
const SHAPES: [(&str, &str, bool, [usize; 4]); 24] = [
    ("message passing", "Wx1 Wy1 || Ry Rx", true, [81, 5, 0, 0]),
    ("message passing, fences", "Wx1.rlx F Wy1.rlx || Ry.rlx F Rx.rlx", true, [16, 0, 0, 0]),
    ("store buffering", "Wx1 Ry || Wy1 Rx", true, [81, 0, 0, 1]),
    ("store buffering, fences", "Wx1.rlx F Ry.rlx || Wy1.rlx F Rx.rlx", true, [16, 0, 0, 0]),
    ("store buffering, updates", "Ux1 Ry || Uy1 Rx", false, [225, 0, 0, 0]),
    ("load buffering", "Rx Wy1 || Ry Wx1", true, [81, 0, 0, 0]),
    (
        "independent reads, fences",
        "Wx1.rlx || Wy1.rlx || Rx.rlx F Ry.rlx || Ry.rlx F Rx.rlx",
        false,
        [16, 0, 0, 0],
    ),
    ("coherence, RR", "Wx1 || Rx Rx", true, [27, 0, 0, 0]),
    ("coherence, two RR", "Wx1.rlx || Wx2.rlx || Rx Rx.rlx || Rx Rx.rlx", false, [9, 0, 0, 0]),
    ("coherence, WR", "Wx1 Rx || Wx2", true, [27, 0, 0, 0]),
    ("coherence, RW", "Rx Wx1 || Wx2", true, [27, 0, 0, 0]),
    ("coherence, WW", "Wx1 Wx2 || Rx", true, [27, 0, 0, 0]),
    ("2+2W", "Wx1 Wy2 || Wy1 Wx2", true, [81, 80, 0, 1]),
    ("R", "Wx1 Wy1 || Wy2 Rx", true, [81, 8, 0, 1]),
    ("S", "Wx2 Wy1 || Ry Wx1", true, [81, 45, 0, 0]),
    ("write to read", "Wx1.rlx || Rx Wy1 || Ry Rx.rlx", false, [27, 0, 0, 0]),
    ("write to read, strict", "Wx1.sc || Rx Ry.sc || Wy1 Rx.sc", false, [9, 2, 0, 0]),
    ("the same, all SeqCst", "Wx1.sc || Rx.sc Ry.sc || Wy1.sc Rx.sc", true, [1, 0, 0, 1]),
    ("release sequence, update", "Wx1.rlx Wy1 || Uy10 || Ry Rx.rlx", false, [45, 0, 0, 0]),
    ("the same, loom", "Wx1.rlx Wy1.rel || Uy10.rlx || Ry.acq Rx.rlx", true, [1, 0, 0, 1]),
    ("release sequence, exchange", "Wx1.rlx Wy1 || Cy1-2 || Ry Rx.rlx", false, [45, 0, 0, 0]),
    ("release sequence, own store", "Wx1.rlx Wy1 Wy2.rlx || Ry Rx.rlx", true, [9, 0, 0, 0]),
    ("strict order against hb", "Wx1.sc Wy1 || Uy1 Ry.rlx || Wy3 Rx.sc", false, [45, 40, 0, 0]),
    ("one location, updates", "Ux1 Rx || Ux10 Wx5", false, [225, 0, 0, 0]),
];

/// Every outcome that loom shows.
fn loom(program: &Program) -> BTreeSet<Outcome> {
    let seen = Arc::new(Mutex::new(BTreeSet::new()));
    let (program, outcomes) = (Arc::new(program.clone()), Arc::clone(&seen));
    let mut builder = loom::model::Builder::new();
    // What the environment says does not count.
    builder.preemption_bound = None;
    builder.max_permutations = None;
    builder.max_duration = None;
    builder.checkpoint_file = None;
    builder.max_branches = 1_000;
    builder.check(move || {
        let outcome = run::run(&program);
        outcomes.lock().unwrap().insert(outcome);
    });
    seen.lock().unwrap().clone()
}

/// Asserts that our engine shows what it promises, and counts where that or loom's is not the model.
fn tally(shape: &str, with_loom: bool) -> [usize; 4] {
    let [mut all, mut ours_less, mut loom_less, mut loom_more] = [0; 4];
    for program in placements(shape) {
        let [allowed, expected] = both(&program);
        let (found, complete) = ours::outcomes(&program);
        assert!(complete, "{program}");
        assert_eq!(found, expected, "{program}");
        all += 1;
        ours_less += usize::from(found != allowed);
        if with_loom {
            let loom = loom(&program);
            loom_less += usize::from(!allowed.is_subset(&loom));
            loom_more += usize::from(!loom.is_subset(&allowed));
        }
    }
    [all, ours_less, loom_less, loom_more]
}

#[test]
fn every_shape_has_the_outcomes_of_the_model() {
    for (name, shape, with_loom, expected) in SHAPES {
        assert_eq!(tally(shape, with_loom), expected, "{name}: {shape}");
    }
}

#[test]
fn independent_reads_have_the_outcomes_of_the_model() {
    assert_eq!(tally("Wx1 || Wy1 || Rx Ry || Ry Rx", false), [729, 16, 0, 0]);
}

#[test]
fn small_programs_have_the_outcomes_of_the_model() {
    for number in 0..300 {
        let program = small::program(number);
        let [_, allowed] = both(&program);
        let (found, complete) = ours::outcomes(&program);
        assert!(found.is_subset(&allowed), "{program}");
        assert!(!complete || found == allowed, "{program}");
    }
}
