//! Hints are read in a terminal.
use course::catalog::Catalog;
use course::screen::wrap;

#[test]
fn no_hint_breaks_code_within_a_statement() {
    let workspace = course::Workspace::find().expect("the tests run in the workspace");
    let catalog = Catalog::load(&workspace).expect("the catalog is valid");
    let hints: Vec<&String> = catalog.exercises.iter().flat_map(|it| &it.hints).collect();
    assert!(hints.len() >= 45, "{hints:?}");
    for hint in hints {
        let mut is_code = false;
        for line in wrap(hint, 2, 80).lines() {
            is_code ^= line.matches('`').count() % 2 == 1;
            assert!(line.chars().count() <= 80, "{line}");
            assert!(!is_code || line.ends_with(';'), "{line}");
        }
    }
}
