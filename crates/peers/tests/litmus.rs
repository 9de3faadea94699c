//! The classic litmus tests and small programs by chance: our engine has the outcomes of C++20.
use peers::axioms::consistency::Model;
use peers::axioms::litmus::SHAPES;
use peers::axioms::{ours, outcomes, small};

#[test]
fn every_shape_has_the_outcomes_of_the_model() {
    for shape in SHAPES {
        let count = shape.count(false);
        assert_eq!(count.ours, [0, 0], "{}: {}", shape.name, shape.text);
        let loom = shape.loom.wrong().map(|more| [0, more]);
        assert_eq!(count.loom, loom, "loom on {}: {}", shape.name, shape.text);
    }
}

#[test]
fn small_programs_have_the_outcomes_of_the_model() {
    for number in 0..300 {
        let program = small::program(number);
        let allowed = outcomes(&program, Model::Cpp20);
        let found = ours::explore(&program);
        assert!(found.outcomes.is_subset(&allowed), "{program}");
        assert!(!found.complete || found.outcomes == allowed, "{program}");
    }
}
