//! Litmus tests and generated programs have exactly the outcomes of C++20.
use peers::axioms::consistency::MemoryModel::Cpp20;
use peers::axioms::enumerate::{executions, outcomes};
use peers::axioms::generate;
use peers::axioms::interleave_peer::explore;
use peers::axioms::litmus::SHAPES;

#[test]
fn every_litmus_test_has_the_outcomes_of_the_model_and_one_execution_for_each_graph() {
    for shape in SHAPES {
        let count = shape.count(false);
        assert_eq!(count.interleave, [0, 0], "{}: {}", shape.name, shape.text);
        let loom = shape.loom.forbidden().map(|forbidden| [0, forbidden]);
        assert_eq!(count.loom, loom, "loom on {}: {}", shape.name, shape.text);
        let work = (count.executions, count.redundant);
        assert_eq!(work, (count.graphs, 0), "{}: {}", shape.name, shape.text);
    }
}

#[test]
fn generated_programs_have_the_outcomes_of_the_model() {
    for number in 0..300 {
        let program = generate::program(number);
        let allowed = outcomes(&program, Cpp20);
        let (found, coverage) = explore(&program);
        assert!(found.is_subset(&allowed), "{program}");
        assert!(!coverage.is_complete() || found == allowed, "{program}");
    }
}

/// The last exchange fails before a read of another thread, and may succeed after it.
#[test]
fn failed_exchanges_that_could_write_after_a_read_are_reordered() {
    for text in [
        "Wx1.rlx Ry.rlx || Wy3.rlx Rx.sc || Ry.acq Cx0-6.rel Wx7.rlx",
        "Uy10.rlx Rx.rlx || Wx3.rlx Cy0-4.rlx || Ry.acq Cx0-6.sc Rx.rlx",
    ] {
        let program = text.parse().unwrap();
        let (found, coverage) = explore(&program);
        assert!(coverage.is_complete(), "{text}");
        assert_eq!(found, outcomes(&program, Cpp20), "{text}");
    }
}

/// In the first two, a failed exchange turns out to be a read after other threads were planned beside it.
#[test]
fn programs_with_failed_exchanges_have_one_execution_for_each_graph() {
    for text in [
        "Rx.sc Wx0.sc || Cx1-2.sc || Rx.sc || Rx.sc",
        "Wx1.sc Wy2.sc || Cx1-2.sc || Rx.sc Ry.sc || Ry.sc",
        "Cx0-1.sc || Cx2-3.sc || Rx.sc || Rx.sc Wx0.sc",
        "Wx2.sc || Cx2-3.sc || Cx1-2.sc Rx.sc || Rx.sc",
        "Wx0.rel Wx1.rlx || Cx2-3.rlx || Cx1-2.rlx || Rx.acq",
        "Wx2.rlx Ux1.rlx Ry.rlx || Rx.rlx || Cx2-3.sc Cy0-2.sc",
    ] {
        let program = text.parse().unwrap();
        let (_, coverage) = explore(&program);
        let graphs = executions(&program, Cpp20).len() as u64;
        assert_eq!((coverage.executions, coverage.redundant), (graphs, 0), "{text}");
    }
}
