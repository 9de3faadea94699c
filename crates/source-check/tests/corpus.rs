//! The corpus in `grading/corpus`: hostile files, which must be refused for the right reason, and odd but
//! honest ones, which must be accepted.
use std::fs;
use std::path::{Path, PathBuf};

use source_check::check;
use toml::de::DeTable;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../grading/corpus")
}

/// What a file must get.
struct Case {
    name: String,
    verdict: String,
    /// A finding of the source check: line and name.
    finds: Option<String>,
}

/// The cases of a folder.
fn cases(kind: &str) -> Vec<Case> {
    let text = fs::read_to_string(corpus().join(format!("{kind}.toml"))).expect("it is listed");
    let cases = DeTable::parse(&text).expect("it is TOML").into_inner();
    let case = |(name, case): (_, toml::Spanned<toml::de::DeValue<'_>>)| {
        let get = |key: &str| {
            let value = case.get_ref().as_table()?.get(key)?.get_ref();
            value.as_str().map(str::to_owned)
        };
        let name: toml::Spanned<std::borrow::Cow<'_, str>> = name;
        let verdict = get("verdict").expect("each case has a verdict");
        assert!(get("why").is_some(), "each case has a reason");
        Case { name: name.into_inner().into_owned(), verdict, finds: get("finds") }
    };
    cases.into_iter().map(case).collect()
}

/// A whole submission: the file, and the rest of the answer of `loon`.
fn submission(kind: &str, name: &str) -> String {
    let file = corpus().join(kind).join(format!("{name}.rs"));
    let file = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let answer = include_str!("../../../complete/loon.rs").replace("//!", "//");
    let answer = match answer.split_once("\nfn main() {") {
        Some((rest, _)) if file.contains("fn main()") => rest.to_owned(),
        _ => answer,
    };
    format!("{file}\n{answer}")
}

#[test]
fn every_file_is_listed() {
    for (kind, least) in [("hostile", 80), ("honest", 40)] {
        let listed = cases(kind);
        let mut files: Vec<String> = fs::read_dir(corpus().join(kind))
            .expect("the folder exists")
            .map(|entry| entry.expect("it can be read").path())
            .map(|path| path.file_stem().expect("it has a name").to_string_lossy().into_owned())
            .collect();
        files.sort();
        let mut names: Vec<&String> = listed.iter().map(|case| &case.name).collect();
        names.sort();
        assert!(files.iter().eq(names), "{kind}/ and {kind}.toml differ");
        assert!(files.len() >= least, "{} files are {kind}", files.len());
    }
}

#[test]
fn hostile_files_are_refused_for_the_right_reason() {
    let mut wrong = Vec::new();
    for Case { name, verdict, finds } in cases("hostile") {
        let checked = check(&submission("hostile", &name));
        // The compiler gives its verdict about the other files first.
        let is_refused = !checked.refused.is_empty() || verdict != "refused";
        let found: Vec<String> =
            checked.all().iter().map(|it| format!("{}: {}", it.line, it.what)).collect();
        if !is_refused || finds.as_ref().is_some_and(|it| !found.contains(it)) {
            wrong.push(format!("{name}: {found:?}, not {finds:?}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn honest_files_are_accepted() {
    for Case { name, verdict, .. } in cases("honest") {
        assert_eq!(verdict, "passed", "{name}");
        assert_eq!(check(&submission("honest", &name)).all(), [], "{name}");
    }
}
