//! What happens if the source check misses something, and if this machine fails. The supervisor is the program
//! `grade` itself, which cargo builds before these tests.
#![cfg(target_os = "linux")]
use course::Catalog;
use course::catalog::Exercise;
use protocol::{Coverage, Extent, TestRecord};
use sandbox::{Ended, Exit};

use super::*;
use crate::declared::Kind;
use crate::testing::{NO_THREAD, is_clear};
use crate::versions::Versions;

fn workspace() -> Workspace {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let target = env::current_exe().unwrap().ancestors().nth(3).unwrap().to_owned();
    Workspace { target, root }
}

fn loon(workspace: &Workspace) -> Exercise {
    let exercises = Catalog::load(workspace).unwrap().exercises;
    exercises.into_iter().find(|exercise| exercise.name == "loon").unwrap()
}

fn grading(workspace: &Workspace) -> Grading {
    let program = env::current_exe().unwrap().parent().unwrap().with_file_name("grade");
    let options = Sandbox::start(&program, Options::ALL).unwrap().options();
    let conditions = Conditions { limit: Duration::from_secs(240), options };
    let mut grading =
        Grading::start(workspace, conditions, || Ok(Versions::of(workspace)?.digest())).unwrap();
    grading.program = program;
    grading
}

#[test]
fn files_that_the_source_check_misses_are_found_in_what_rustc_reads() {
    let workspace = workspace();
    let (grading, exercise) = (grading(&workspace), loon(&workspace));
    let answer = workspace.read(&Source::Answer.shown("loon")).unwrap();
    // The check before the compilation would refuse both.
    let hidden = [
        ("const FILE: &str = include_str!(\"../tests/../out/../exercises/loon.rs\");\n", None),
        ("const FILE: &[u8] = include_bytes!(\"/usr/bin/env\");\n", Some("/usr/bin/env")),
        ("const HOME: &str = env!(\"HOME\");\n", Some("env!(\"HOME\")")),
    ];
    for (code, found) in hidden {
        let source = format!("{answer}\n{code}");
        let (outcome, _) = grading.grade_one(&Submitted { exercise: &exercise, source });
        let Outcome::State(State::Refused(findings)) = outcome else { panic!("{outcome:?}") };
        let read = findings.iter().map(|finding| finding.what.as_str());
        let read: Vec<&str> = read.filter(|what| !what.ends_with('!')).collect();
        assert_eq!(read, found.as_slice(), "{code}");
    }
}

#[test]
fn a_deleted_cache_is_no_fault_of_the_submission() {
    let workspace = workspace();
    let (grading, exercise) = (grading(&workspace), loon(&workspace));
    let source = workspace.read(&Source::Answer.shown("loon")).unwrap();
    let submitted = Submitted { exercise: &exercise, source };
    let (_, judge) = grading.dependencies.of_tests.iter().find(|it| it.0 == "judge").unwrap();
    fs::remove_file(judge).unwrap();
    let (outcome, _) = grading.grade_one(&submitted);
    assert!(matches!(outcome, Outcome::Verdict(Verdict::GraderError, _)), "one crate: {outcome:?}");
    fs::remove_dir_all(&grading.session.folder).unwrap();
    let (outcome, _) = grading.grade_one(&submitted);
    assert!(matches!(outcome, Outcome::Verdict(Verdict::GraderError, _)), "all: {outcome:?}");
}

#[test]
fn a_process_without_a_record_may_be_a_fault_of_the_machine() {
    let workspace = workspace();
    let (grading, exercise) = (grading(&workspace), loon(&workspace));
    let tests = declared::tests(&workspace, "loon");
    // As if a library could not be loaded.
    let (program, toolchain) = (Path::new("/bin/false"), &grading.toolchain);
    let budget = &Budget::new(grading.conditions.limit);
    let all = Tests { toolchain, exercise: &exercise, program, budget, sources: &[] };
    let tested = grading.in_sandbox(|_, sandbox| all.run_alone(sandbox, &tests[0])).unwrap();
    assert!(matches!(tested, Ok(Tested::Unclear(_))), "{tested:?}");
}

#[test]
fn a_thread_that_does_not_start_may_be_a_fault_of_the_machine() {
    let workspace = workspace();
    let (grading, exercise) = (grading(&workspace), loon(&workspace));
    let tests = declared::tests(&workspace, "loon");
    let (program, toolchain) = (Path::new("/bin/false"), &grading.toolchain);
    let budget = &Budget::new(grading.conditions.limit);
    let all = Tests { toolchain, exercise: &exercise, program, budget, sources: &[] };
    let conclude = |report: &str| {
        let Declared { name, sentence, .. } = &tests[0];
        let record = TestRecord::new(name, sentence, protocol::Verdict::Panic).with_report(report);
        let record = record.to_text("token");
        let [stdout, stderr] = [const { String::new() }; 2];
        all.conclude(
            &tests[0],
            &Ended { exit: Exit::Code(101), stdout, stderr, record, used: Duration::ZERO },
            "token",
        )
    };
    let error = std::io::Error::from_raw_os_error(11);
    assert!(matches!(conclude(&format!("no thread: {error:?}")), Ok(Tested::Unclear(_))));
    assert!(matches!(conclude("no birthday"), Ok(Tested::Record(_))));
}

#[test]
fn an_answer_needs_two_processes() {
    let workspace = workspace();
    let (grading, exercise) = (grading(&workspace), loon(&workspace));
    let declared = declared::tests(&workspace, "loon");
    let answer = workspace.read(&Source::Answer.shown("loon")).unwrap();
    let budget = &Budget::new(grading.conditions.limit);
    let together = |program: Option<&Path>| {
        let run = |folder: &Path, sandbox: &mut Sandbox| {
            let compiler = grading.compiler();
            let compiled = compiler.compile(sandbox, &exercise, folder, &answer, budget, None);
            let Compiled::Test(compiled) = compiled else { panic!("{compiled:?}") };
            let (toolchain, program) = (&grading.toolchain, program.unwrap_or(&compiled));
            let all = Tests { toolchain, exercise: &exercise, program, budget, sources: &[] };
            all.run_together(sandbox, &declared)
        };
        grading.in_sandbox(run).unwrap().unwrap()
    };
    let records: Vec<TestRecord> = together(None).into_iter().flatten().collect();
    assert!(declared.iter().zip(&records).all(|(test, record)| test.agrees(record)), "{records:?}");
    assert_eq!(records.len(), declared.len());
    assert_eq!(together(Some(Path::new("/bin/false"))), vec![None; declared.len()]);
}

#[test]
fn a_test_passes_only_if_its_canary_fails() {
    let workspace = workspace();
    let test = &declared::tests(&workspace, "loon")[0];
    let record = |verdict| TestRecord::new(&test.name, &test.sentence, verdict);
    let scenarios = if test.kind == Some(Kind::Property) { 16 } else { 1 };
    let mut passed = record(protocol::Verdict::Passed);
    passed.coverage = Some(Coverage { extent: Extent::Complete, executions: 24, scenarios });
    let canary = record(protocol::Verdict::Panic);
    assert!(is_clear(test, &passed, &canary));
    assert!(!is_clear(test, &passed, &passed));
    assert!(!is_clear(test, &record(protocol::Verdict::Passed), &canary), "without coverage");
    let failed = record(protocol::Verdict::Race);
    assert!(is_clear(test, &failed, &passed));
    assert!(!is_clear(test, &failed.clone().with_report(NO_THREAD), &canary));
    assert!(!is_clear(test, &TestRecord { name: "other".into(), ..failed }, &canary));
}

/// Such a thread used to write to a static of the exercise while the model ran the next test in the same process.
#[test]
fn a_thread_that_outlives_its_test_does_not_reach_another() {
    let workspace = workspace();
    let grading = grading(&workspace);
    let exercises = Catalog::load(&workspace).unwrap().exercises;
    let exercise = exercises.iter().find(|exercise| exercise.name == "pool").unwrap();
    let answer = workspace.read(&Source::Answer.shown("pool")).unwrap();
    let (from, leak) = (
        "    let workers = workers.get()",
        "    static LEAKED: AtomicUsize = AtomicUsize::new(0);
    if inputs.len() >= 1000 {
        thread::spawn(|| loop { LEAKED.store(1, SeqCst) });
    } else {
        assert!(workers.get() == 256 || LEAKED.load(SeqCst) == 0, \"a real thread writes\");
    }
",
    );
    let source = answer.replacen(from, &format!("{leak}{from}"), 1);
    assert_ne!(source, answer);
    let (outcome, _) = grading.grade_one(&Submitted { exercise, source });
    let Outcome::State(State::Tested(tests)) = outcome else { panic!("{outcome:?}") };
    let failed = tests.iter().filter(|test| test.failed());
    assert_eq!(failed.map(|test| &test.report).collect::<Vec<_>>(), [""; 0]);
}

/// In one test, each execution of this starter has too many threads, and none comes to its end.
#[test]
fn too_many_threads_are_not_a_forged_verdict() {
    let workspace = workspace();
    let grading = grading(&workspace);
    let exercises = Catalog::load(&workspace).unwrap().exercises;
    let exercise = exercises.iter().find(|exercise| exercise.name == "barista").unwrap();
    let source = course::starter(&workspace, "barista").unwrap() + "// changed\n";
    let (outcome, used) = grading.grade_one(&Submitted { exercise, source });
    let Outcome::State(State::Tested(tests)) = outcome else { panic!("{outcome:?}") };
    assert!(tests.iter().any(|test| test.failed()));
    assert!(!used.is_zero());
    let tampered = tests.iter().filter(|test| test.verdict == protocol::Verdict::Tampered);
    assert_eq!(tampered.map(|test| &test.name).collect::<Vec<_>>(), [""; 0]);
}

/// Calls `visit` with every file in a folder.
fn files(folder: &Path, visit: &mut dyn FnMut(PathBuf)) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        match entry.path() {
            path if path.is_dir() => files(&path, visit),
            path => visit(path),
        }
    }
}

#[test]
fn a_cache_changes_no_verdict_even_if_it_is_damaged() {
    let workspace = workspace();
    let (grading, exercise) = (grading(&workspace), loon(&workspace));
    let answer = workspace.read(&Source::Answer.shown("loon")).unwrap();
    let cache = grading.cache(&exercise);
    let has_namespaces = grading.in_sandbox(|_, sandbox| sandbox.has_fixed_folder()).unwrap();
    assert_eq!(cache.is_some(), has_namespaces);
    let damaged = tempfile::tempdir().unwrap();
    if let Some(cache) = &cache {
        incremental::copy(cache, damaged.path()).unwrap();
    }
    files(damaged.path(), &mut |file| {
        let half = fs::metadata(&file).unwrap().len() / 2;
        fs::File::options().write(true).open(file).unwrap().set_len(half).unwrap();
    });
    let count = |folder: &Path| {
        let mut count = 0;
        files(folder, &mut |_| count += 1);
        count
    };
    for cache in [cache.as_deref(), Some(damaged.path()), None] {
        let before = cache.map(count);
        let budget = &Budget::new(grading.conditions.limit);
        let attempt = grading.attempt(&exercise, &answer, budget, cache);
        let Attempt::Settled(Outcome::State(State::Tested(tests))) = attempt else {
            panic!("{attempt:?}")
        };
        assert!(!tests.is_empty() && tests.iter().all(|test| !test.failed()), "{tests:?}");
        assert_eq!(cache.map(count), before, "a submission has changed the cache");
    }
}
