//! The yardsticks: quick programs behave as published, and the page names every program.
use peers::yardsticks::{document, genmc, miri};
use std::fs;
use std::path::Path;

#[test]
fn every_file_of_a_suite_is_in_the_catalog_and_on_the_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("../../docs/yardsticks.md")).unwrap();
    for (suite, names) in document::names() {
        let folder = root.join("src/yardsticks").join(suite);
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            let is_program = fs::read_to_string(&path).unwrap().contains("name: \"");
            assert!(!is_program || names.contains(&name), "{suite}/{name} is not in the catalog");
        }
        for name in names {
            assert!(page.contains(&format!("| {name} |")), "the page lacks {suite}/{name}");
        }
    }
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
