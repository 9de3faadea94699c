//! A class with a stubbed judge: resume, equal files, shards, and the same bytes in any order.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use course::{Catalog, Context, Error, Workspace};
use tempfile::TempDir;

use super::flags::flags;
use super::merge::merge_results;
use super::partition::Partition;
use super::roster::Roster;
use super::run::{Class, Counts};
use super::store::{Store, StudentResult};
use super::{csv, pages};
use crate::formats::sample;
use crate::grade::{Graded, Judge};
use crate::grading::Submitted;
use crate::verdict::Verdict;

/// Gives the verdict that the text names, and fails after some calls.
struct Stub<'a> {
    judged: &'a AtomicUsize,
    limit: usize,
}

impl Judge for Stub<'_> {
    fn judge(&self, submitted: &[Submitted<'_>]) -> Result<Vec<Graded>, Error> {
        let judged = self.judged.fetch_add(submitted.len(), Ordering::Relaxed);
        if judged >= self.limit {
            return Err(Error::new("killed"));
        }
        let verdict = |text: &str| match text {
            text if text.contains("race") => Verdict::Tested(protocol::Verdict::Race),
            text if text.contains("forged") => Verdict::Tested(protocol::Verdict::Tampered),
            text if text.contains("disk full") => Verdict::GraderError,
            _ => Verdict::PASSED,
        };
        let graded = submitted.iter().map(|one| {
            let verdict = verdict(&one.source);
            let tests = match verdict {
                Verdict::Tested(failed) => {
                    let report = "tests/loon.rs: no step is lost\n  thread <1> & \"2\"";
                    vec![sample::test("no_step_is_lost", failed, "1 is not 2", report)]
                }
                _ => Vec::new(),
            };
            let summary = if tests.is_empty() { "all 2 tests pass" } else { "1 is not 2" };
            let mut graded = sample::exercise(&one.exercise.name, verdict, summary, tests);
            graded.digest = crate::digest::digest([&one.source]);
            graded.code_digest = crate::code_digest::code_digest(&one.source);
            Graded { exercise: graded, used: Duration::from_secs(one.source.len() as u64) }
        });
        Ok(graded.collect())
    }
}

fn context() -> Context {
    let workspace = Workspace::find().unwrap();
    let catalog = Catalog::load(&workspace).unwrap();
    Context { workspace, catalog, commands: course::CommandStyle::Cargo }
}

/// Thirty students, some of whom submit the same files.
fn submissions() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..30 {
        let student = folder.path().join(format!("student{number:02}"));
        fs::create_dir(&student).unwrap();
        let text = ["race", "forged", "fine", "good"][number % 4];
        fs::write(student.join("loon.rs"), format!("fn main() {{}} // {text}")).unwrap();
        if number % 3 == 0 {
            let own = format!("fn main() {{ {number}; }} // {text}");
            fs::write(student.join("pool.rs"), own).unwrap();
        }
    }
    folder
}

/// Grades a part of a class; returns what was done, and how many files were judged.
fn run(
    submissions: &Path,
    out: &Path,
    partition: &str,
    jobs: usize,
    limit: usize,
) -> (Result<Counts, Error>, usize) {
    run_under(&["a guard"], submissions, out, partition, jobs, limit)
}

/// Like [`run`], with these guards.
fn run_under(
    guards: &[&str],
    submissions: &Path,
    out: &Path,
    partition: &str,
    jobs: usize,
    limit: usize,
) -> (Result<Counts, Error>, usize) {
    let context = context();
    let exercises = context.catalog.select(&["loon".to_owned(), "pool".to_owned()]).unwrap();
    let store = Store::new(out);
    let class = Class {
        context: &context,
        exercises,
        versions: sample::versions(),
        guards: guards.iter().map(|guard| (*guard).to_owned()).collect(),
        options: sandbox::Options::ALL,
        limit: Duration::from_secs(40),
        complete_only: false,
        store: &store,
    };
    let partition: Partition = partition.parse().unwrap();
    let students = partition.select(Roster::read(submissions).unwrap().students);
    let judged = AtomicUsize::new(0);
    let counts = class.run(&students, jobs, &Stub { judged: &judged, limit }, |_| ());
    (counts, judged.into_inner())
}

const ALL: &str = "slice:1/1";

/// Everything that a folder of results contains for people and other programs, by file.
fn output(results: &BTreeMap<String, StudentResult>) -> BTreeMap<String, String> {
    let results: Vec<&StudentResult> = results.values().collect();
    let flags = flags(&results, &BTreeSet::new());
    let mut files: BTreeMap<String, String> = results
        .iter()
        .flat_map(|result| {
            let json = serde_json::to_string(result).unwrap();
            [
                (result.student.clone() + ".json", json),
                (result.student.clone(), pages::student_page(result)),
            ]
        })
        .collect();
    files.insert("class.csv".to_owned(), csv::write(&results, &flags));
    files.insert("class.html".to_owned(), pages::class_page(&results, &flags));
    files
}

fn results(out: &Path) -> BTreeMap<String, StudentResult> {
    Store::new(out).results().unwrap()
}

#[test]
fn other_guards_judge_again() {
    let (submissions, out) = (submissions(), tempfile::tempdir().unwrap());
    let run =
        |guards: &[&str]| run_under(guards, submissions.path(), out.path(), ALL, 1, usize::MAX).1;
    let judged = [&["seccomp", "landlock"][..], &["seccomp"], &["seccomp", "landlock"]].map(run);
    assert_eq!(judged, [14, 14, 0]);
}

#[test]
fn equal_files_are_judged_once_and_a_second_run_judges_nothing() {
    let (submissions, out) = (submissions(), tempfile::tempdir().unwrap());
    let (counts, judged) = run(submissions.path(), out.path(), ALL, 4, usize::MAX);
    assert_eq!(counts.unwrap(), Counts { graded: 30, kept: 0 });
    // Four different files of `loon`, and ten of `pool`.
    assert_eq!(judged, 14);
    // `pool.rs`, of 24 letters, is the longer of two files, which the stub judges in a second for each letter.
    let times = fs::read_to_string(out.path().join("times.csv")).unwrap();
    assert!(times.lines().any(|line| line == "student03,0.0,24.0"), "{times}");
    let left = out.path().join("results/student07.json.1.tmp");
    fs::write(&left, "{").unwrap();
    let (counts, judged) = run(submissions.path(), out.path(), ALL, 2, usize::MAX);
    assert_eq!((counts.unwrap(), judged), (Counts { graded: 0, kept: 30 }, 0));
    assert!(!left.exists(), "a grader that was killed left it");

    // A student who submits again is graded again.
    fs::write(submissions.path().join("student05/loon.rs"), "fn main() {} // new").unwrap();
    let (counts, judged) = run(submissions.path(), out.path(), ALL, 1, usize::MAX);
    assert_eq!((counts.unwrap(), judged), (Counts { graded: 1, kept: 29 }, 1));
}

#[test]
fn a_killed_run_continues_and_gives_the_same_bytes() {
    let submissions = submissions();
    let (whole, killed) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    run(submissions.path(), whole.path(), ALL, 1, usize::MAX).0.unwrap();
    let mut runs = 0;
    loop {
        runs += 1;
        match run(submissions.path(), killed.path(), ALL, 2, 3).0 {
            Ok(_) => break,
            Err(error) => assert_eq!(error.message, "killed"),
        }
    }
    assert!(runs > 3);
    assert_eq!(output(&results(killed.path())), output(&results(whole.path())));
}

#[test]
fn shards_merge_to_the_same_bytes_in_any_order() {
    let submissions = submissions();
    let whole = tempfile::tempdir().unwrap();
    run(submissions.path(), whole.path(), ALL, 1, usize::MAX).0.unwrap();
    let expected = output(&results(whole.path()));
    for shards in [2, 8] {
        let parts: Vec<TempDir> = (1..=shards)
            .map(|shard| {
                let out = tempfile::tempdir().unwrap();
                let partition = format!("slice:{shard}/{shards}");
                run(submissions.path(), out.path(), &partition, 1, usize::MAX).0.unwrap();
                out
            })
            .collect();
        let parts: Vec<_> = parts.iter().map(|part| results(part.path())).collect();
        let forward = merge_results(parts.clone()).unwrap();
        let twice = parts.iter().rev().chain(&parts).cloned().collect();
        assert_eq!(output(&forward), expected);
        assert_eq!(output(&merge_results(twice).unwrap()), expected);
    }
}

#[test]
fn a_fault_of_the_grader_is_tried_again_and_gives_way_to_a_verdict() {
    let submissions = tempfile::tempdir().unwrap();
    fs::write(submissions.path().join("loon.rs"), "fn main() {} // disk full").unwrap();
    let (bad, good) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for _ in 0..2 {
        let (counts, judged) = run(submissions.path(), bad.path(), ALL, 1, usize::MAX);
        assert_eq!((counts.unwrap(), judged), (Counts { graded: 1, kept: 0 }, 1));
    }
    // The same file, judged by a grader with room on its disk.
    let mut result = results(bad.path());
    let graded = &mut result.get_mut("loon").unwrap().graded;
    (graded.exercises[0].verdict, graded.exercises[0].points) = (Verdict::PASSED, 10);
    graded.points = 10;
    Store::new(good.path()).save(&result["loon"]).unwrap();
    for order in [[bad.path(), good.path()], [good.path(), bad.path()]] {
        assert_eq!(merge_results(order.map(results).to_vec()).unwrap(), result);
    }
}

#[test]
fn different_grades_of_one_student_are_an_error() {
    let submissions = submissions();
    let out = tempfile::tempdir().unwrap();
    run(submissions.path(), out.path(), "slice:1/10", 1, usize::MAX).0.unwrap();
    let one = results(out.path());
    let mut other = one.clone();
    other.get_mut("student00").unwrap().graded.exercises[0].verdict = Verdict::PASSED;
    let error = merge_results(vec![one.clone(), other]).unwrap_err();
    assert_eq!(
        error.message,
        "there are two different grades of `student00`: loon: race or passed"
    );
    let mut other = one.clone();
    let mut student = other.remove("student10").unwrap();
    student.graded.versions.compiler = "rustc 2.0".to_owned();
    other.insert("student10".to_owned(), student);
    assert!(merge_results(vec![one, other]).unwrap_err().message.contains("different versions"));
}

#[test]
fn the_pages_of_a_class_read_well() {
    let submissions = submissions();
    let out = tempfile::tempdir().unwrap();
    run(submissions.path(), out.path(), "slice:1/5", 1, usize::MAX).0.unwrap();
    let output = output(&results(out.path()));
    insta::assert_snapshot!("csv", output["class.csv"]);
    let body = |page: &str| page.split_once("<body>").unwrap().1.to_owned();
    insta::assert_snapshot!("class", body(&output["class.html"]));
    insta::assert_snapshot!("student", body(&output["student00"]));
    for page in output.values().filter(|text| text.starts_with("<!doctype")) {
        assert!(
            !page.contains("http://") && !page.contains("https://") && !page.contains("<script")
        );
        roxmltree::Document::parse(&well_formed(page)).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn names_of_students_are_text_in_every_output() {
    let submissions = tempfile::tempdir().unwrap();
    let long = "n".repeat(250);
    let names = [
        "=1+1",
        "@SUM(A1)",
        "+1",
        "-1",
        "\t=1",
        "<img src=x onerror=alert(1)>",
        "\"><marquee>",
        "a\n::error::forged",
        "\u{202e}gnp",
        "caf\u{e9}",
        "cafe\u{301}",
        // One letter of Korean, and its two parts.
        "\u{ac00}",
        "\u{1100}\u{1161}",
        &long,
    ];
    for name in names {
        fs::create_dir(submissions.path().join(name)).unwrap();
        fs::write(submissions.path().join(name).join("loon.rs"), "fn main() {} // race").unwrap();
    }
    let out = tempfile::tempdir().unwrap();
    run(submissions.path(), out.path(), ALL, 1, usize::MAX).0.unwrap();
    let results = results(out.path());
    assert_eq!(results.len(), names.len());
    let output = output(&results);
    for line in output["class.csv"].lines() {
        assert!(!line.trim_start_matches('"').starts_with(['=', '+', '-', '@', '\t']), "{line}");
    }
    for (name, text) in &output {
        let is_page = text.starts_with("<!doctype");
        assert!(!is_page || !text.contains("<img") && !text.contains("<marquee>"), "{name}");
        assert!(text.lines().all(|line| !line.trim_start().starts_with("::")), "{name}");
        assert!(!text.contains('\u{202e}'), "{name}");
    }
    // What is one name on macOS must not be one file.
    let files = fs::read_dir(out.path().join("results")).unwrap().map(|it| it.unwrap().file_name());
    let files: BTreeSet<String> = files.map(|it| it.into_string().unwrap()).collect();
    assert_eq!(files.len(), names.len());
    for (one, other) in [("caf\u{e9}", "cafe\u{301}"), ("\u{ac00}", "\u{1100}\u{1161}")] {
        let [one, other] = [one, other].map(super::roster::file_name);
        assert_ne!(one.rsplit_once('_').unwrap().1, other.rsplit_once('_').unwrap().1);
    }
}

/// The page as XML: HTML has elements without an end.
fn well_formed(page: &str) -> String {
    let lines = page.lines().filter(|line| !line.starts_with("<!doctype"));
    lines
        .map(|line| match line.strip_prefix("<meta") {
            Some(rest) => format!("<meta{}/>\n", rest.trim_end_matches('>')),
            None => format!("{line}\n"),
        })
        .collect()
}

#[test]
fn a_submission_that_cannot_be_read_is_refused_with_the_reason() {
    let submissions = tempfile::tempdir().unwrap();
    fs::write(submissions.path().join("ada.zip"), "not a zip").unwrap();
    let out = tempfile::tempdir().unwrap();
    run(submissions.path(), out.path(), ALL, 1, usize::MAX).0.unwrap();
    let ada = &results(out.path())["ada"].graded.exercises[0];
    assert_eq!(ada.verdict, Verdict::Refused);
    assert!(ada.summary.starts_with("ada.zip is not a readable archive: submit a folder"));
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_of_a_class_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("bo")).unwrap();
    fs::write(folder.path().join("bo/loon.rs"), "fn main() {}").unwrap();
    std::os::unix::fs::symlink("bo", folder.path().join("ada")).unwrap();
    std::os::unix::fs::symlink("bo/loon.rs", folder.path().join("cy.rs")).unwrap();
    let out = tempfile::tempdir().unwrap();
    run(folder.path(), out.path(), ALL, 1, usize::MAX).0.unwrap();
    let results = Store::new(out.path()).results().unwrap();
    assert_eq!(results["bo"].graded.exercises[0].verdict, Verdict::PASSED);
    for name in ["ada", "cy"] {
        let exercise = &results[name].graded.exercises[0];
        assert_eq!(exercise.verdict, Verdict::Refused, "{name}");
        assert!(exercise.summary.contains("is a link"), "{name}");
    }
}
