//! The yardsticks: quick programs behave as published, and the page names every program.
use peers::yardsticks::{document, genmc, miri};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_program_in_a_folder_is_in_the_catalog_and_on_the_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("../../docs/yardsticks.md")).unwrap();
    for (suite, names) in document::names() {
        let source = sources(&root.join("src/yardsticks").join(suite));
        let declared =
            source.lines().filter_map(|line| line.split_once("name: \"")?.1.split_once('"'));
        let declared: BTreeSet<&str> = declared.map(|(name, _)| name).collect();
        assert_eq!(declared, names.iter().copied().collect(), "{suite}");
        for name in names {
            assert!(page.contains(&format!("| {name} |")), "the page lacks {suite}/{name}");
        }
    }
}

/// The text of all files in a folder.
fn sources(folder: &Path) -> String {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .map(|path| match path.is_dir() {
            true => sources(&path),
            false => fs::read_to_string(path).unwrap(),
        })
        .collect()
}

#[test]
fn quick_programs_have_the_published_number_of_executions() {
    for program in genmc::PROGRAMS.iter().chain(&miri::PROGRAMS).filter(|program| program.quick) {
        let coverage = program.explore();
        let all = coverage.executions + coverage.redundant;
        assert!(coverage.is_complete(), "{} {}: {coverage}", program.name, program.size);
        assert_eq!(all, program.published, "{} {}", program.name, program.size);
    }
}
