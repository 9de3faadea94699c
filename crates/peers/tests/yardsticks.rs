//! The yardsticks: quick programs behave as published, and the page names every program.
use peers::yardsticks::{document, genmc, goker, miri, preemptions, sctbench};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_program_in_a_folder_is_in_the_catalog_and_on_the_page() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("../../docs/yardsticks.md")).unwrap();
    for (suite, names) in document::names() {
        let source = sources(&root.join("src/yardsticks").join(suite));
        let source: String = source.split_whitespace().collect();
        let names_of = |start| source.split(start).skip(1).filter_map(|text| text.split_once('"'));
        let declared = names_of("bug(\"").chain(names_of("kernel(\""));
        let declared: BTreeSet<&str> = declared.map(|(name, _)| name).collect();
        // A suite of counts lists its programs in tables.
        if !declared.is_empty() {
            assert_eq!(declared, names.iter().copied().collect(), "{suite}");
        }
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
    let programs = [genmc::PROGRAMS.concat(), miri::PROGRAMS.concat()].concat();
    for program in programs.iter().filter(|program| program.quick) {
        let counted = program.explore();
        assert!(counted.coverage.is_complete(), "{} {}", program.name, program.size);
        assert_eq!(counted.complete, program.published, "{} {}", program.name, program.size);
        let redundant = match program.name {
            "buf_ring" => 60,
            "eratosthenes" => 2,
            _ => 0,
        };
        assert_eq!(counted.coverage.redundant, redundant, "{} {}", program.name, program.size);
    }
}

#[test]
fn as_many_executions_are_reached_with_few_preemptions_as_published() {
    for program in preemptions::PROGRAMS.iter().filter(|program| program.quick) {
        let expected = match program.name {
            // A thread that polls gives way to the others.
            "publish" => &[3, 42],
            _ => program.published,
        };
        assert_eq!(program.explore(), expected, "{} {}", program.name, program.threads);
    }
}

/// Two are too large for a test, and one has no bug.
#[test]
fn the_bugs_of_sctbench_are_found_as_early_as_by_the_best_tool() {
    let others = ["boundedBuffer", "SafeStack", "bbuf"];
    for program in sctbench::PROGRAMS.iter().filter(|program| !others.contains(&program.name)) {
        let found_at = program.explore_buggy().unwrap_err().execution.found_at;
        assert!(
            found_at as f64 <= program.published.goal().unwrap(),
            "{}: {found_at}",
            program.name
        );
    }
}

#[test]
fn every_kernel_of_goker_is_found_and_its_fix_is_proved() {
    // Its fix has 100,000 executions.
    for kernel in goker::PROGRAMS.iter().filter(|kernel| kernel.name != "etcd7492") {
        let found = kernel.explore();
        assert!(found.found_at().is_some(), "{}", kernel.name);
        assert!(found.repair_is_complete(), "{}: {}", kernel.name, found.repaired_text());
    }
}
