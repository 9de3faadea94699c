//! Plays every schedule.

use interleave::{Choices, Explorer};

/// Calls `seen` with each turn that a player can come to, and whether it ends with a failure.
pub(crate) fn every_turn(body: &dyn Fn(), mut seen: impl FnMut(&Choices, bool)) {
    let mut open = vec![(String::new(), false)];
    while let Some((schedule, is_decided)) = open.pop() {
        let (choices, failure) = Explorer::new().ask(&schedule.parse().unwrap(), is_decided, body);
        seen(&choices, failure.is_some());
        let Choices { schedule, results, threads, .. } = &choices;
        if *results > 0 {
            let (thread, rest) = last_step(schedule);
            open.extend((0..*results).map(|result| (format!("{rest}{thread}v{result}"), true)));
        }
        let enabled = threads.iter().filter(|next| next.is_enabled && *results == 0);
        open.extend(enabled.map(|next| (format!("{schedule}.{}", next.thread), false)));
    }
}

/// The thread of the last step, and the steps before it, one by one.
fn last_step(schedule: &str) -> (String, String) {
    let steps = schedule.split('.').flat_map(|step| {
        let (step, count) = step.split_once('x').unwrap_or((step, "1"));
        std::iter::repeat_n(step.to_owned(), count.parse().unwrap())
    });
    let mut steps: Vec<String> = steps.collect();
    let last = steps.pop().unwrap();
    let thread = last.split('v').next().unwrap().to_owned();
    (thread, steps.into_iter().map(|step| step + ".").collect())
}
