//! What keeps threads apart that should run at the same time.

use super::Explanation;
use super::layout::paragraphs;
use super::quote::quote;
use super::rows::{Row, critical_section_row, rows, step_row};
use super::screen::{Screen, wrap};
use super::table;
use crate::analysis::{
    UnneededWait, VisibleTrace, caller_sleeps, joined_before_spawn, unneeded_wait,
};
use crate::failure::Execution;
use crate::messages;
use crate::names::Names;
use crate::trace::{Step, StepKind, Wait};

impl Execution {
    /// Explains which thread waits without need: what happens, what should be possible instead, and why.
    /// Lines of tables are at most `width` characters wide, and the threads have colors if `has_colors`.
    /// `None` if no known pattern fits.
    ///
    /// ```
    /// use interleave::sync::Mutex;
    /// use interleave::{Explorer, thread};
    /// use std::time::Duration;
    ///
    /// let execution = Explorer::new().fair().witness(
    ///     || {
    ///         let inputs = Mutex::new(vec![1, 2]);
    ///         let work = || {
    ///             let mut inputs = inputs.lock().unwrap();
    ///             thread::sleep(Duration::from_millis(1));
    ///             inputs.pop();
    ///         };
    ///         thread::scope(|scope| {
    ///             scope.spawn(work);
    ///             scope.spawn(work);
    ///         });
    ///     },
    ///     |()| true,
    /// );
    /// let contention = execution.unwrap().contention(78, false).unwrap();
    /// assert!(contention.advice.contains("thread-2 waits for `inputs`"), "{contention}");
    /// ```
    pub fn contention(&self, width: usize, has_colors: bool) -> Option<Explanation> {
        let steps = &self.trace.steps;
        let names = Names::new(steps, &self.info);
        let screen = Screen { width, has_colors };
        let mut table = String::new();
        let advice = if let Some(wait) = unneeded_wait(steps) {
            let [now, then] =
                tables(&wait, steps, &names)?.map(|rows| table::draw(&rows, &names, screen));
            let titles = [messages::HAPPENS, messages::SHOULD_BE_POSSIBLE];
            table = paragraphs([titles[0], &now, titles[1], &then]);
            messages::unneeded_wait(&wait, steps, &names)
        } else if let Some(join) = joined_before_spawn(steps) {
            messages::joined_before_spawn(join, steps, &names)
        } else {
            messages::caller_sleeps(caller_sleeps(steps)?, steps, &names)
        };
        let rows = rows(&VisibleTrace::whole(steps), &self.info, &names);
        let quote = quote(&rows, &[&advice], |_| false, &names, screen);
        Some(Explanation { quote, table, advice: wrap(&advice, width) })
    }
}

/// The rows of the critical section and of the thread that waits for it: as they are, and without the lock.
fn tables(wait: &UnneededWait, steps: &[Step], names: &Names) -> Option<[Vec<Row>; 2]> {
    let row = |at: usize| step_row(at, &steps[at], names);
    let waited = &steps[wait.waited];
    let blocked = Wait {
        thread: waited.thread,
        op: waited.op()?,
        blocked_by: vec![(steps[wait.locked].thread, None)],
        senders: Vec::new(),
        unwinding: false,
        stack: waited.stack.clone(),
    };
    let waiting = Row { text: messages::waiting(&blocked, names)?, ..row(wait.waited)? };
    let unlocked =
        steps.get(wait.unlocked).filter(|step| matches!(step.kind, StepKind::Unlocked { .. }));
    let now = [
        row(wait.locked),
        row(wait.inside),
        Some(waiting),
        unlocked.and_then(|_| row(wait.unlocked)),
        row(wait.waited),
    ];
    let mut inside = row(wait.inside)?;
    inside.annotations.push(messages::does_not_hold(wait, steps, names));
    let next = steps.get(wait.waited + 1).filter(|next| next.thread == waited.thread);
    let mut goes_on = critical_section_row(row(wait.waited)?, next, names);
    if wait.could_be_shared {
        goes_on.text = goes_on.text.replacen("write-lock", "read-lock", 1);
    }
    Some([now.into_iter().flatten().collect(), vec![inside, goes_on]])
}
