//! Snapshots of the messages.
use anstream::adapter::strip_str;

use protocol::Replay;

use super::*;
use crate::arc_queries;
use crate::catalog::{Exercise, Repair};
use crate::result::{CompileError, ErrorSource, ExerciseResult, State, TestRecord, Verdict};
use crate::screen::WIDTH;
use crate::status::Status;
use crate::test_list::SourceTest;
use crate::workspace::Source;

fn test(name: &str, verdict: Verdict, summary: &str) -> TestRecord {
    let sentence = name.replace('_', " ");
    TestRecord::new(name, &sentence, verdict)
        .with_summary(summary)
        .with_report(&format!("tests/loon.rs: {sentence}\n  {summary}\n  (the table)"))
}

fn result(exercise: &str, state: State) -> ExerciseResult {
    ExerciseResult::new(exercise, state)
}

/// Solved, with calls that the tests do not interleave in every order.
fn solved_but() -> ExerciseResult {
    let arc_queries =
        arc_queries::arc_queries("\nif Arc::strong_count(&a) == 1 { weak.upgrade(); }");
    ExerciseResult { arc_queries, ..solved("queue") }
}

fn racy() -> ExerciseResult {
    let long = "this outcome must not be possible, and it takes seventy-two characters here.";
    result(
        "loon",
        State::Tested(vec![
            test("every_loon_is_heard", Verdict::Passed, "complete: 6 executions"),
            test("every_birthday_counts", Verdict::OverSynchronized, long),
            test("no_thread_blocks_forever", Verdict::Deadlock, "2 threads wait for each other"),
        ]),
    )
}

fn endless() -> ExerciseResult {
    result(
        "loon",
        State::Tested(vec![
            test("every_loon_is_heard", Verdict::Timeout, STUCK),
            test("every_birthday_counts", Verdict::Timeout, NOT_RUN),
            test("no_thread_blocks_forever", Verdict::Timeout, NOT_RUN),
        ]),
    )
}

fn solved(exercise: &str) -> ExerciseResult {
    result(
        exercise,
        State::Tested(vec![test("all_is_well", Verdict::Passed, "complete: 6 executions")]),
    )
}

fn uncompiled(source: ErrorSource) -> ExerciseResult {
    let error = |n: usize| {
        format!(
            "error[E042{n}]: cannot find value `y{n}` in this scope\n --> exercises/db.rs:{n}:1"
        )
    };
    let message = (1..6).map(error).collect::<Vec<_>>().join("\n\n");
    result("db", State::DoesNotCompile(CompileError { source, message }))
}

fn refused() -> ExerciseResult {
    let source =
        "use std::fs;\nuse std::{env, net};\nfn main() {\n    unsafe { core::mem::zeroed() }\n}\n";
    result("cat", State::Refused(source_check::check(source).all()))
}

fn plain(parts: impl IntoIterator<Item = String>) -> String {
    strip_str(&parts.into_iter().collect::<Vec<_>>().join("\n")).to_string()
}

#[test]
fn a_line_per_exercise() {
    let all = [
        solved("philosophers"),
        solved_but(),
        racy(),
        refused(),
        uncompiled(ErrorSource::Program),
        result("coffee", State::Missing),
        result("coffee", State::Empty),
        result("coffee", State::Unreadable("stream did not contain valid UTF-8".into())),
        result("coffee", State::Broken("…".into())),
    ];
    insta::assert_snapshot!(plain(
        (1..).zip(&all).map(|(position, result)| line(result, position, 12))
    ));
}

#[test]
fn unmodified_exercises() {
    let of = |wrong, at| not_started("philosophers", wrong, at, 12);
    insta::assert_snapshot!(plain([
        of(
            Some("no philosopher starves while all are hungry, and neighbors never eat together"),
            15
        ),
        of(Some("no cat is reserved twice"), 4),
        of(None, 1),
    ]));
}

#[test]
fn the_details_of_an_exercise() {
    let all = [
        solved("loon"),
        racy(),
        endless(),
        refused(),
        uncompiled(ErrorSource::Program),
        uncompiled(ErrorSource::UnderTest),
        uncompiled(ErrorSource::Contract),
        result("coffee", State::Missing),
        result("coffee", State::Empty),
        result("coffee", State::Unreadable("stream did not contain valid UTF-8".into())),
        result("coffee", State::Broken(course_does_not_build("error: …"))),
    ];
    let details = all.iter().map(|result| {
        format!("{}{}\n", details(result, Source::Exercise, CommandStyle::Make), "─".repeat(80))
    });
    insta::assert_snapshot!(plain(details));
}

#[test]
fn a_test_without_a_record() {
    let output = "running 1 test\nthread 'a' (4242) has overflowed its stack\n\nfailures:\n    a\n\ntest a ... FAILED";
    let died = |verdict, summary: &str| {
        format!("{}\n", died("every loon is heard", verdict, summary, output))
    };
    insta::assert_snapshot!(plain([
        died(Verdict::Timeout, STUCK),
        died(Verdict::Timeout, HANGING),
        died(Verdict::Timeout, &killed_after(std::time::Duration::from_secs(60))),
        died(Verdict::Aborted, &crash(11)),
        died(Verdict::Aborted, &crash(9)),
        died(Verdict::Aborted, &crash(0xC000_001D_u32.cast_signed())),
        died(Verdict::Aborted, &exit(3)),
        died(Verdict::OutOfMemory, OUT_OF_MEMORY),
        died(Verdict::Unrecorded, UNRECORDED),
        died(
            Verdict::Panic,
            &first_panic("thread 'a' (1) panicked at exercises/loon.rs:3:5:\nout of coffee")
        ),
    ]));
}

/// An exercise with hints and a topic.
fn loon() -> Exercise {
    Exercise {
        name: "loon".into(),
        topic: "threads".into(),
        title: "everyone is heard".into(),
        book: Some("book/src/02-threads.md".into()),
        std: Some("std::thread::JoinHandle".into()),
        repairs: vec![Repair {
            tests: vec![],
            hints: vec!["one ".repeat(40), "two".into(), "three".into()],
        }],
        ..Exercise::default()
    }
}

#[test]
fn watch_shows_its_keys_itself() {
    let commands = CommandStyle::Keys { is_made: true };
    assert_eq!(commands.quoted("hint", "loon"), "`h`");
    assert_eq!(commands.command("reset", "loon"), "make reset EX=loon");
    assert_eq!(ending(&[solved("loon")], 1, commands, |_| None), "");
    assert_eq!(ending(&[racy()], 1, commands, |_| None), "2 of 3 tests of loon fail.\n");
}

#[test]
fn what_to_type_next() {
    let make = CommandStyle::Make;
    let cargo = CommandStyle::Cargo;
    let broken = result("loon", State::Broken(String::new()));
    let loon = loon();
    let find = |_: &str| Some(&loon);
    insta::assert_snapshot!(plain([
        ending(&[solved("loon"), racy(), solved("cat")], 3, make, find),
        ending(&[racy()], 15, make, find),
        ending(&[racy()], 1, cargo, |_| None),
        ending(&[solved("loon")], 1, make, find),
        ending(&[solved("loon"), solved("cat")], 2, make, find),
        ending(&[broken], 1, make, find),
        ending(&[result("coffee", State::Missing)], 1, cargo, find),
    ]));
}

#[test]
fn a_slow_test_shows_how_far_it_is() {
    let tests = ["one_board", "two_boards"].map(|name| SourceTest {
        path: name.to_owned(),
        name: name.to_owned(),
        text: String::new(),
    });
    let progress = |test: &str| protocol::Progress { test: test.to_owned(), executions: 1_200 };
    assert_eq!(
        super::progress("coffee", &tests, &progress("inner::two_boards")),
        "testing coffee: test 2 of 2, two_boards, 1200 executions so far"
    );
    assert_eq!(
        super::progress("coffee", &[], &progress("main")),
        "testing coffee: test, main, 1200 executions so far"
    );
}

#[test]
fn hints_come_one_at_a_time() {
    let exercise = loon();
    let hints = (1..=3).map(|number| hint(&exercise, number, &[], CommandStyle::Make));
    insta::assert_snapshot!(plain(hints.chain([hint_by_number("loon", 2, CommandStyle::Make)])));
}

#[test]
fn a_hint_leaves_out_what_is_repaired() {
    let repair = |test: &str| Repair {
        tests: vec![test.to_owned()],
        hints: vec![format!("look at {test}"); 3],
    };
    let exercise = Exercise { repairs: vec![repair("one"), repair("two")], ..loon() };
    let hint = |passed: &[&str]| {
        let passed: Vec<String> = passed.iter().map(|test| (*test).to_owned()).collect();
        let hint = hint(&exercise, 1, &passed, CommandStyle::Make);
        ["look at one", "look at two", "is left out"].map(|part| hint.contains(part))
    };
    assert_eq!(hint(&["three"]), [true, true, false]);
    assert_eq!(hint(&["one"]), [false, true, true]);
    // Another test fails.
    assert_eq!(hint(&["one", "two"]), [true, true, false]);
}

#[test]
fn a_verdict_leads_to_pages_that_exist() {
    let items =
        include_str!("../../../../crates/interleave-tests/tests/it/std_api/stable_items.txt");
    let mut failed = racy();
    let mut shown = 0;
    for verdict in Verdict::ALL.into_iter().filter(|verdict| *verdict != Verdict::Passed) {
        failed.state = State::Tested(vec![test("a", verdict, "lost")]);
        let exercise = loon();
        let text = ending(&[failed.clone()], 1, CommandStyle::Make, |_| Some(&exercise));
        for line in text.lines().filter(|line| line.contains("rustup doc")) {
            let (book, page) = line.split_once("; rustup doc std::").expect("two places");
            let (_, book) = book.split_once(": ").expect("a chapter");
            let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
            assert!(root.join(book).is_file(), "{line}");
            assert!(items.lines().any(|item| item == page), "{line}");
            shown += 1;
        }
    }
    assert!(shown > Verdict::ALL.len(), "some verdicts have pages of their own");
}

#[test]
fn messages_fit_in_80_columns() {
    for result in
        [racy(), refused(), uncompiled(ErrorSource::UnderTest), uncompiled(ErrorSource::Contract)]
    {
        for line in
            plain([line(&result, 1, 12), details(&result, Source::Exercise, CommandStyle::Make)])
                .lines()
        {
            assert!(line.chars().count() <= WIDTH, "{line}");
        }
    }
}

#[test]
fn the_list() {
    let statuses = [
        Status::Solved,
        Status::Failed("over-synchronized".into()),
        Status::Changed,
        Status::NotStarted,
        Status::NotTested,
        Status::Missing,
    ];
    let exercises: Vec<Exercise> = (1..)
        .zip(["threads", "threads", "liveness", "liveness", "liveness", "liveness"])
        .map(|(number, topic)| Exercise {
            name: format!("exercise_{number}"),
            topic: topic.into(),
            title: "a title that is rather long".into(),
            points: 10,
            ..Exercise::default()
        })
        .collect();
    let all: Vec<ExerciseStatus<'_>> = (1..)
        .zip(exercises.iter().zip(statuses))
        .map(|(position, (exercise, status))| ExerciseStatus { position, exercise, status })
        .collect();
    let text = plain([list(&all, &all.iter().collect::<Vec<_>>(), CommandStyle::Make)]);
    assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn every_failed_check_has_a_fix() {
    let all = [
        (
            "the files",
            Check::failed(format!("tests/loon.rs is missing{}", and_more(2)), fix::CLONE),
        ),
        ("rustc", Check::failed("rustc 1.63.0 is too old: 1.95 is needed", fix::UPDATE)),
        ("cargo", Check::failed("cargo cannot be run: not found", fix::RUSTUP)),
        ("the target folder", Check::failed("/a/target cannot be written: read-only", fix::TARGET)),
        ("the linker", Check::failed("linking fails: no `cc`", fix::LINKER)),
        ("the disk", Check::failed("only 12 MiB are free; 1024 MiB are needed", fix::DISK)),
        ("the crates", Check::failed("some are missing: no network", fix::NETWORK)),
        ("the files", Check::Ok("15 exercises, each with its test".into())),
        ("the disk", Check::Skipped("`df` does not print the free space".into())),
    ];
    let commands = CommandStyle::Make;
    let rows = all.iter().map(|(name, found)| check(name, found).trim_end().to_owned());
    let text = plain(rows.chain([0, 1, 2].map(|failed| summary(failed, commands))));
    assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn other_messages() {
    insta::assert_snapshot!(plain([
        nothing_to_explain("loon", None),
        nothing_to_explain("loon", Some("every loon is heard")),
        NO_TIMELINE.to_owned(),
        died("every loon is heard", Verdict::Tampered, EXITED_EARLY, ""),
        died("every loon is heard", Verdict::Tampered, FORGED, ""),
        no_tests("loon"),
    ]));
}

#[test]
fn commands_are_spelled_for_make_or_cargo() {
    let mut failed = test("a", Verdict::Race, "lost");
    failed.replay = Some(Replay::parse("loon", "a:-:1.2x2"));
    let failed = result("loon", State::Tested(vec![failed]));
    let details = |commands| details(&failed, Source::Exercise, commands);
    let shown = "\n\n  Run this interleaving again:\n    make replay EX=loon SCHEDULE=a:-:1.2x2\n";
    assert!(details(CommandStyle::Make).ends_with(shown));
    let shown = "\n\n  Run this interleaving again:\n    cargo course replay loon a:-:1.2x2\n";
    assert!(details(CommandStyle::Cargo).ends_with(shown));
}
