//! The rows of the table: one a step, in the order in which things happened.

use super::advice::atomics;
use super::annotations::Comment;
use super::names::{self, Names};
use super::source::{is_judge, is_theirs, spot};
use super::stale_reads::StaleReads;
use super::visible_trace::VisibleTrace;
use super::waiters::Waiters;
use crate::messages::{self, rows};
use crate::op::{Kind, ObjectId, Op};
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind, TraceInfo, Wait};

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Whose row it is; `None` for one that tells of several threads.
    pub(crate) thread: Option<Tid>,
    pub(crate) text: String,
    /// `cat.rs:41`
    pub(crate) place: Option<String>,
    /// What stands behind arrows at its end.
    pub(crate) comments: Vec<String>,
    /// The thread that it comes in between of.
    pub(crate) interrupts: Option<Tid>,
    /// Rows of the same shape are rounds of a loop.
    pub(crate) shape: Shape,
    /// The object that a round of a loop is about.
    pub(crate) about: Option<ObjectId>,
    /// The step that it tells of.
    pub(crate) step: usize,
    /// Whether it only begins threads or waits for their end.
    pub(crate) is_frame: bool,
}

/// What rounds of a loop have in common: the line and what is done there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) place: Option<(String, u32)>,
    pub(crate) verb: Option<std::mem::Discriminant<Kind>>,
    /// Whether an old value is read.
    pub(crate) is_old: bool,
    /// Rows that must stay.
    pub(crate) unique: Option<usize>,
}

impl Shape {
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self.place.is_some()
            && self.place == other.place
            && self.verb == other.verb
            && self.is_old == other.is_old
    }
}

/// Tells the scene, and where it ended what each thread waits for.
pub(crate) fn rows(
    scene: &VisibleTrace<'_>,
    info: &TraceInfo,
    names: &Names,
    comments: &[Comment],
) -> Vec<Row> {
    let told = scene.steps();
    let woken = woken(scene.steps);
    let mut rows: Vec<Row> = Vec::new();
    let mut closed = None;
    let mut olds = StaleReads::default();
    for (index, (at, step)) in told.iter().enumerate() {
        if closed == Some(index) {
            continue;
        }
        let Some(mut row) = row(step, *at, &woken[*at], scene.failure == Some(*at), names) else {
            continue;
        };
        if let Some((object, changed)) = section(step, told.get(index + 1).map(|(_, next)| *next)) {
            row.text = rows::section(&row.text, changed);
            row.about = Some(object);
            closed = Some(index + 1);
        }
        if let Some(comment) = comments.iter().find(|comment| comment.step == *at) {
            row.comments.push(comment.text.clone());
            row.interrupts = Some(comment.about);
            row.shape.unique = Some(*at);
        }
        if let Some(mark) = olds.mark(scene.steps, *at, names) {
            row.comments.push(mark);
            row.shape.unique = Some(*at);
        }
        rows.push(row);
    }
    let mut rows = join_spawns(rows, scene.steps, names);
    if scene.failure.is_none() {
        rows.extend(info.waits.iter().filter_map(|wait| waiting(wait, scene.steps.len(), names)));
    }
    rows
}

/// Whom each step wakes.
pub(crate) fn woken(steps: &[Step]) -> Vec<Vec<Tid>> {
    let mut waiters = Waiters::default();
    steps.iter().map(|step| waiters.follow(step)).collect()
}

/// The last row of a thread that cannot go on.
pub(crate) fn waiting(wait: &Wait, after: usize, names: &Names) -> Option<Row> {
    Some(Row {
        thread: Some(wait.thread),
        text: rows::waits(wait, names)?,
        place: names::place(wait.op.place),
        comments: Vec::new(),
        interrupts: None,
        shape: Shape { place: None, verb: None, is_old: false, unique: Some(after + wait.thread) },
        about: None,
        step: after,
        is_frame: is_frame(wait.op.kind),
    })
}

pub(crate) fn row(
    step: &Step,
    at: usize,
    woken: &[Tid],
    fails: bool,
    names: &Names,
) -> Option<Row> {
    let mut shape = Shape {
        place: Some((step.place.file().to_owned(), step.place.line())),
        verb: None,
        is_old: false,
        unique: None,
    };
    let mut place = names::place(step.place);
    let (mut about, mut frame) = (None, false);
    let text = match &step.kind {
        StepKind::Operation { kind, object, result, value, newer, .. } => {
            let op = Op { kind: *kind, object: *object, place: step.place };
            shape.verb = Some(std::mem::discriminant(kind));
            about = (!matches!(kind, Kind::Sleep { .. } | Kind::Yield)).then_some(*object);
            frame = is_frame(*kind);
            if matches!(kind, Kind::NotifyOne | Kind::NotifyAll) {
                let woken: Vec<&str> = woken.iter().map(|tid| names.thread(*tid)).collect();
                rows::notify(*kind == Kind::NotifyAll, names.object(*object), &woken)
            } else {
                let text = rows::operation(&op, *result, value.as_deref(), names)?;
                shape.is_old = newer.is_some();
                match (newer, atomics::writes(*kind, value.as_deref())) {
                    (None, _) => text,
                    (Some(_), false) => messages::memory::old(&text),
                    (Some(_), true) => messages::memory::older(&text),
                }
            }
        }
        StepKind::Unlocked { object, .. } => {
            place = None;
            about = Some(*object);
            rows::unlock(names.object(*object))
        }
        StepKind::Spawned { thread } => {
            frame = true;
            rows::spawn(&[names.thread(*thread)])
        }
        // Who judges says in the message what is wrong; how it ends the execution concerns nobody.
        StepKind::Panicked { place: Some((file, _)), .. } if is_judge(file) => return None,
        StepKind::Panicked { message, place: known } => {
            let theirs = known.as_ref().filter(|(file, _)| is_theirs(file));
            place = theirs.map(|(file, line)| spot(file, *line));
            match (fails, &place) {
                (true, Some(_)) => rows::FAILS.to_owned(),
                // What an outcome ends with, the message says.
                (true, None) => return None,
                (false, _) => rows::panics(message),
            }
        }
    };
    Some(Row {
        thread: Some(step.thread),
        text,
        place,
        comments: Vec::new(),
        interrupts: None,
        shape,
        about,
        step: at,
        is_frame: frame,
    })
}

fn is_frame(kind: Kind) -> bool {
    matches!(kind, Kind::Join { .. } | Kind::JoinAll)
}

/// Whether a lock is taken and given back with nothing in between, and whether its data changed.
fn section(step: &Step, next: Option<&Step>) -> Option<(ObjectId, bool)> {
    let StepKind::Operation { kind: Kind::Lock | Kind::Read | Kind::Write, object, .. } = step.kind
    else {
        return None;
    };
    match next {
        Some(Step { thread, kind: StepKind::Unlocked { object: unlocked, changed }, .. })
            if *thread == step.thread && *unlocked == object =>
        {
            Some((object, *changed))
        }
        _ => None,
    }
}

/// Threads that are begun one right after the other share a row.
fn join_spawns(rows: Vec<Row>, steps: &[Step], names: &Names) -> Vec<Row> {
    let spawned = |row: &Row| match steps[row.step].kind {
        StepKind::Spawned { thread } => Some(thread),
        _ => None,
    };
    let alike = |a: &Row, b: &Row| {
        spawned(a).is_some() && spawned(b).is_some() && a.thread == b.thread && a.place == b.place
    };
    let joined = rows.chunk_by(alike).map(|chunk| {
        let mut row = chunk[0].clone();
        if chunk.len() > 1 {
            let threads: Vec<&str> =
                chunk.iter().filter_map(spawned).map(|tid| names.thread(tid)).collect();
            row.text = rows::spawn(&threads);
        }
        row
    });
    joined.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_a_judge_ends_an_execution_is_not_told() {
        let judge = file!().replace('\\', "/").replace("report/src/telling/story", "judge/src/a");
        let place = std::panic::Location::caller();
        let names = Names::new(&[], &TraceInfo::default());
        let told = |file: &str| {
            let message = "this must not be possible".to_owned();
            let kind = StepKind::Panicked { message, place: Some((file.to_owned(), 83)) };
            let step = Step { thread: 0, kind, place, preempted: None };
            row(&step, 0, &[], false, &names).map(|row| row.text)
        };
        assert_eq!(told(&judge), None);
        assert_eq!(told("exercises/cat.rs").as_deref(), Some("panic: this must not be possible"));
    }
}
