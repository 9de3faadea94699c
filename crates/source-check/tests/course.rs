//! Every file of the course passes: starters, answers and alternatives.
use std::fs;
use std::path::{Path, PathBuf};

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder exists");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("it can be read").path()).collect();
    files.retain(|file| file.extension().is_some_and(|it| it == "rs"));
    files.sort();
    files
}

#[test]
fn every_starter_answer_and_alternative_passes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files =
        [rust_files(&root.join("exercises")), rust_files(&root.join("complete"))].concat();
    for folder in fs::read_dir(root.join("course")).expect("the folder exists") {
        let alternatives = folder.expect("it can be read").path().join("alternatives");
        if alternatives.is_dir() {
            files.extend(rust_files(&alternatives));
        }
    }
    assert!(files.len() >= 80, "there are only {} files", files.len());
    for file in files {
        let source = fs::read_to_string(&file).expect("it is text");
        assert_eq!(source_check::check(&source).all(), [], "{}", file.display());
    }
}
