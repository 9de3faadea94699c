//! Tests that hints leave out what is repaired, and nothing else. Mutants are answers in which one mistake is left.
use course::Workspace;
use course::catalog::{Catalog, Exercise, Repair};

use crate::mutants::matrix::{self, Matrix, Row};

/// The exercises with several mistakes, and what each test finds on their mutants.
fn exercises() -> Vec<(Exercise, Matrix)> {
    let workspace = Workspace::find().expect("the tests run in the course");
    let catalog = Catalog::load(&workspace).expect("the catalog is valid");
    let several = catalog.exercises.into_iter().filter(|exercise| exercise.repairs.len() > 1);
    let with_matrix = several.map(|exercise| {
        let matrix = matrix::reviewed(&workspace, &exercise.name).expect("the matrix is valid");
        (exercise, matrix.expect("there is a matrix"))
    });
    with_matrix.collect()
}

/// The mistakes that seem to be left in a mutant.
fn left<'a>(exercise: &'a Exercise, matrix: &Matrix, row: &Row) -> Vec<&'a Repair> {
    let failed: Vec<usize> = row.killers().map(|(test, _)| test).collect();
    let tests = matrix.tests.iter().enumerate();
    let passed = tests.filter(|(at, _)| !failed.contains(at)).map(|(_, test)| test.clone());
    exercise.open_repairs(&passed.collect::<Vec<_>>())
}

#[test]
fn an_answer_or_an_alternative_needs_no_repair() {
    let exercises = exercises();
    assert!(exercises.len() >= 5, "most exercises with several mistakes have hints for each");
    for (exercise, matrix) in exercises {
        // `verify` checks that they pass all tests.
        assert_eq!(
            exercise.open_repairs(&matrix.tests),
            Vec::<&Repair>::new(),
            "{}",
            exercise.name
        );
    }
}

#[test]
fn each_mistake_can_be_the_only_one_that_is_left() {
    for (exercise, matrix) in exercises() {
        let mutants: Vec<Vec<&Repair>> =
            matrix.rows.iter().map(|row| left(&exercise, &matrix, row)).collect();
        for repair in &exercise.repairs {
            let is_alone = mutants.iter().any(|left| left[..] == [repair]);
            assert!(is_alone, "{}: no mutant fails only {:?}", exercise.name, repair.tests);
        }
    }
}
