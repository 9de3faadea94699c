//! An execution for a reader who goes through it step by step: what is done, and what each thread
//! holds and has seen after it.

use super::advice::atomics::has_changed;
use super::names::Names;
use super::numbered::Numbered;
use super::stale_reads::StaleReads;
use super::visible_trace::VisibleTrace;
use super::{annotations, rows};
use crate::failure::{Execution, Failure};
use crate::messages;
use crate::op::{Kind, ObjectId};
use crate::op_result::OpResult;
use crate::thread_set::Tid;
use crate::trace::{Step, StepKind};

/// An execution, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Timeline {
    /// What each thread is called; the first is the body.
    pub threads: Vec<String>,
    /// In the order in which they happened.
    pub steps: Vec<TimelineStep>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TimelineStep {
    /// Whose step it is: an index into the threads of the walk.
    pub thread: usize,
    /// What is done, as in the table of a report.
    pub text: String,
    /// The file as the compiler names it, and the line, where a reader knows the file.
    pub place: Option<(String, u32)>,
    /// Why this moment matters.
    pub comments: Vec<String>,
    /// How each thread stands after it.
    pub after: Vec<ThreadState>,
}

/// How a thread stands between two steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ThreadState {
    /// `not begun`, `runs`, `waits on full`, `has ended`.
    pub state: String,
    /// The locks that it holds.
    pub holds: Vec<String>,
    /// What it has seen, and whether that is still so.
    pub sees: Vec<String>,
}

impl Execution {
    /// The whole execution, step by step.
    ///
    /// ```
    /// use interleave::sync::Mutex;
    /// use interleave::{Explorer, thread};
    ///
    /// let failure = Explorer::new().check(|| {
    ///     let age = Mutex::new(40);
    ///     let grow = || {
    ///         let next = *age.lock().unwrap() + 1;
    ///         *age.lock().unwrap() = next;
    ///     };
    ///     thread::scope(|scope| {
    ///         scope.spawn(grow);
    ///         scope.spawn(grow);
    ///     });
    ///     assert_eq!(*age.lock().unwrap(), 42);
    /// });
    /// let timeline = failure.unwrap_err().timeline();
    /// assert_eq!(timeline.threads, ["main", "thread-1", "thread-2"]);
    /// let holds = |step: &interleave::TimelineStep| step.after[step.thread].holds.len();
    /// assert_eq!(timeline.steps.iter().map(holds).max(), Some(1));
    /// ```
    pub fn timeline(&self) -> Timeline {
        timeline(self, &VisibleTrace::whole(&self.trace.steps))
    }
}

impl Failure {
    /// The execution up to the failure, step by step.
    pub fn timeline(&self) -> Timeline {
        timeline(&self.execution, &VisibleTrace::until_failure(self))
    }
}

fn timeline(execution: &Execution, scene: &VisibleTrace<'_>) -> Timeline {
    let info = &execution.info;
    let names = Names::new(&execution.trace.steps, info);
    let threads: Vec<String> =
        (0..info.threads.len()).map(|tid| names.thread(tid).to_owned()).collect();
    let comments = annotations::comments(scene, info, &names);
    let woken = rows::woken(scene.steps);
    let mut olds = StaleReads::default();
    let mut views = Views::new(threads.len());
    let mut steps = Vec::new();
    for (at, step) in scene.steps() {
        views.follow(step);
        let is_last = |tid: Tid| !scene.all[at + 1..].iter().any(|later| later.thread == tid);
        let waits = |tid: Tid| info.waits.iter().any(|wait| wait.thread == tid);
        if is_last(step.thread) && !waits(step.thread) && scene.failure != Some(at) {
            views.end(step.thread);
        }
        let fails = scene.failure == Some(at);
        let Some(row) = rows::row(step, at, &woken[at], fails, &names) else { continue };
        let own = comments.iter().filter(|comment| comment.step == at);
        let comments =
            own.map(|comment| comment.text.clone()).chain(olds.mark(scene.steps, at, &names));
        steps.push(TimelineStep {
            thread: step.thread,
            text: row.text,
            place: row.place.and(place(step)),
            comments: comments.collect(),
            after: views.told(&names),
        });
    }
    if scene.failure.is_none() {
        for wait in &info.waits {
            let Some(row) = rows::waiting(wait, scene.steps.len(), &names) else { continue };
            views.wait(wait.thread, row.text.clone());
            steps.push(TimelineStep {
                thread: wait.thread,
                text: row.text,
                place: row.place.map(|_| (wait.op.place.file().to_owned(), wait.op.place.line())),
                comments: Vec::new(),
                after: views.told(&names),
            });
        }
    }
    Timeline { threads, steps }
}

/// Of a panic, where it was raised.
fn place(step: &Step) -> Option<(String, u32)> {
    match &step.kind {
        StepKind::Panicked { place, .. } => place.clone(),
        _ => Some((step.place.file().to_owned(), step.place.line())),
    }
}

/// Where a thread is in its life.
#[derive(Clone, Debug)]
enum Life {
    NotBegun,
    Runs,
    WaitsOn(ObjectId),
    Waits(String),
    Ended,
}

/// What a thread knows about an object.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// Of an atomic, its value.
    value: Option<String>,
    /// Who has changed it since.
    changed_by: Option<Tid>,
}

#[derive(Clone, Debug)]
struct View {
    life: Life,
    holds: Vec<ObjectId>,
    seen: Numbered<Seen>,
}

struct Views(Vec<View>);

impl Views {
    fn new(threads: usize) -> Self {
        let view = |tid| View {
            life: if tid == 0 { Life::Runs } else { Life::NotBegun },
            holds: Vec::new(),
            seen: Numbered::default(),
        };
        Self((0..threads).map(view).collect())
    }

    fn follow(&mut self, step: &Step) {
        let thread = step.thread;
        match &step.kind {
            StepKind::Spawned { thread } => self.0[*thread].life = Life::Runs,
            StepKind::Unlocked { object, changed } => {
                self.0[thread].holds.retain(|held| held != object);
                if *changed {
                    self.changed(thread, *object);
                }
            }
            StepKind::Panicked { .. } => {}
            StepKind::Operation { kind, object, result, value, .. } => {
                self.0[thread].life = Life::Runs;
                let yes = *result == Some(OpResult::Yes);
                match kind {
                    Kind::Lock | Kind::Read | Kind::Write => self.taken(thread, *object),
                    Kind::TryLock | Kind::TryRead | Kind::TryWrite if yes => {
                        self.taken(thread, *object);
                    }
                    Kind::Wait { mutex, .. } => {
                        self.0[thread].holds.retain(|held| held != mutex);
                        self.0[thread].life = Life::WaitsOn(*object);
                        self.changed(thread, *mutex);
                    }
                    Kind::Wake { mutex, .. } => self.taken(thread, *mutex),
                    Kind::Load => self.seen(thread, *object, value.clone()),
                    Kind::Store => {
                        self.changed(thread, *object);
                        self.seen(thread, *object, value.clone());
                    }
                    Kind::Update | Kind::CompareExchange => {
                        let text = value.as_deref().unwrap_or_default();
                        if has_changed(text) {
                            self.changed(thread, *object);
                        }
                        let now = text.rsplit_once(" → ").map_or(text, |(_, after)| after);
                        let now = now.split_once(", not ").map_or(now, |(found, _)| found);
                        self.seen(thread, *object, Some(now.to_owned()));
                    }
                    _ => {}
                }
            }
        }
    }

    fn taken(&mut self, thread: Tid, lock: ObjectId) {
        self.0[thread].holds.push(lock);
        self.seen(thread, lock, None);
    }

    fn seen(&mut self, thread: Tid, object: ObjectId, value: Option<String>) {
        *self.0[thread].seen.entry(object as usize) = Seen { value, changed_by: None };
    }

    /// What all others know about the object is old.
    fn changed(&mut self, by: Tid, object: ObjectId) {
        for (_, view) in self.0.iter_mut().enumerate().filter(|(tid, _)| *tid != by) {
            if let Some(seen) = view.seen.get_mut(object as usize) {
                seen.changed_by = Some(by);
            }
        }
    }

    fn end(&mut self, thread: Tid) {
        self.0[thread].life = Life::Ended;
    }

    fn wait(&mut self, thread: Tid, text: String) {
        self.0[thread].life = Life::Waits(text);
    }

    fn told(&self, names: &Names) -> Vec<ThreadState> {
        let object = |object: &ObjectId| names.object(*object).to_owned();
        let sees = |(id, seen): (usize, &Seen)| {
            let by = seen.changed_by.map(|tid| names.thread(tid));
            messages::timeline::sees(names.object(id as ObjectId), seen.value.as_deref(), by)
        };
        let told = |view: &View| ThreadState {
            state: match &view.life {
                Life::NotBegun => messages::timeline::NOT_BEGUN.to_owned(),
                Life::Runs => messages::timeline::RUNS.to_owned(),
                Life::WaitsOn(condvar) => messages::timeline::waits_on(names.object(*condvar)),
                Life::Waits(text) => text.clone(),
                Life::Ended => messages::timeline::ENDED.to_owned(),
            },
            holds: view.holds.iter().map(object).collect(),
            sees: view.seen.iter().map(sees).collect(),
        };
        self.0.iter().map(told).collect()
    }
}
