//! A short explanation whose texts contain markup that must not become HTML.
use protocol::{TestRecord, ThreadState, Timeline, TimelineStep, Verdict};

use crate::explanation::Explanation;

fn step(
    thread: usize,
    text: &str,
    location: Option<(&str, u32)>,
    after: [(&str, &[&str], &[&str]); 3],
) -> TimelineStep {
    let strings = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    let state = |(text, holds, has_read): (&str, &[&str], &[&str])| {
        let mut state = ThreadState::default();
        state.state = text.to_owned();
        state.holds = strings(holds);
        state.has_read = strings(has_read);
        state
    };
    let mut step = TimelineStep::default();
    step.thread = thread;
    step.text = text.to_owned();
    step.place = location.map(|(file, line)| (file.to_owned(), line));
    step.after = after.map(state).into();
    step
}

pub(crate) fn sample() -> Explanation {
    const RUNS: (&str, &[&str], &[&str]) = ("running", &[], &[]);
    let age: &[&str] = &["age"];
    let stale: &[&str] = &["age (since changed by thread-2)"];
    let in_exercise = |line| Some(("tests/../exercises/loon.rs", line));
    let mut steps = vec![
        step(0, "spawn thread-1 and thread-2", Some(("tests/loon.rs", 40)), [RUNS; 3]),
        step(1, "lock age", in_exercise(2), [RUNS, ("running", age, age), RUNS]),
        step(1, "unlock age", None, [RUNS, ("running", &[], age), RUNS]),
        step(
            2,
            "lock age, <b>{{data}}",
            in_exercise(3),
            [RUNS, ("running", &[], stale), ("finished", age, age)],
        ),
    ];
    steps[3].comments.push("thread-1 has read, not yet written".to_owned());
    let threads = ["main", "thread-1", "thread-2"].map(str::to_owned).into();
    let sentence = "every birthday counts & </title> is text";
    let test = TestRecord::new("every_birthday_counts", sentence, Verdict::Race)
        .with_summary("41 is not 42")
        .with_report("tests/loon.rs: …\n  <script>alert(1)</script>");
    let source = "fn a() {\n    lock();\n    // </script>\n}\n";
    let mut timeline = Timeline::default();
    (timeline.threads, timeline.steps) = (threads, steps);
    Explanation::new("loon", &test, timeline, "exercises/loon.rs", source)
}
