//! Hints are read in a terminal, and lead to pages that exist.
use std::fs;

use course::catalog::Catalog;
use course::screen::wrap;

#[test]
fn no_hint_breaks_code_within_a_statement() {
    let workspace = course::Workspace::find().expect("the tests run in the workspace");
    let catalog = Catalog::load(&workspace).expect("the catalog is valid");
    let repairs = || catalog.exercises.iter().flat_map(|it| &it.repairs);
    let hints: Vec<&String> = repairs().flat_map(|it| &it.hints).collect();
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

#[test]
fn each_exercise_leads_to_a_chapter_and_to_a_page_of_std() {
    let workspace = course::Workspace::find().expect("the tests run in the workspace");
    let catalog = Catalog::load(&workspace).expect("the catalog is valid");
    let items = workspace
        .read("crates/interleave-tests/tests/it/std_api/stable_items.txt")
        .expect("a list");
    for exercise in &catalog.exercises {
        let chapter = exercise.book.as_deref().expect("each exercise has a chapter");
        assert!(fs::exists(workspace.path(chapter)).expect("a folder"), "{chapter}");
        let page = exercise.std.as_deref().expect("each exercise has a page");
        let item = page.strip_prefix("std::").expect("a path in std");
        let is_item = |line: &str| line == item || line.starts_with(&format!("{item}::"));
        assert!(items.lines().any(is_item), "{page}");
    }
}
