//! An execution for a reader who goes through it step by step: what is done, and what each thread
//! holds and has seen after it.

use super::advice::accesses::has_changed;
use super::names::Names;
use super::numbered::Numbered;
use super::old::Olds;
use super::scene::Scene;
use super::{marks, story, words};
use crate::answer::Answer;
use crate::failure::{Execution, Failure};
use crate::op::{Kind, ObjectId};
use crate::thread_set::Tid;
use crate::trace::{Deed, Step};

/// An execution, step by step.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Walk {
    /// What each thread is called; the first is the body.
    pub threads: Vec<String>,
    /// In the order in which they happened.
    pub steps: Vec<WalkStep>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WalkStep {
    /// Whose step it is: an index into the threads of the walk.
    pub thread: usize,
    /// What is done, as in the table of a report.
    pub text: String,
    /// The file as the compiler names it, and the line, where a reader knows the file.
    pub place: Option<(String, u32)>,
    /// Why this moment matters.
    pub comments: Vec<String>,
    /// How each thread stands after it.
    pub after: Vec<ThreadView>,
}

/// How a thread stands between two steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ThreadView {
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
    /// let walk = failure.unwrap_err().walk();
    /// assert_eq!(walk.threads, ["main", "thread-1", "thread-2"]);
    /// let holds = |step: &interleave::WalkStep| step.after[step.thread].holds.len();
    /// assert_eq!(walk.steps.iter().map(holds).max(), Some(1));
    /// ```
    pub fn walk(&self) -> Walk {
        walk(self, &Scene::whole(&self.trace.steps))
    }
}

impl Failure {
    /// The execution up to the failure, step by step.
    pub fn walk(&self) -> Walk {
        walk(&self.execution, &Scene::until_failure(self))
    }
}

fn walk(execution: &Execution, scene: &Scene<'_>) -> Walk {
    let cast = &execution.cast;
    let names = Names::new(&execution.trace.steps, cast);
    let threads: Vec<String> =
        (0..cast.threads.len()).map(|tid| names.thread(tid).to_owned()).collect();
    let comments = marks::comments(scene, cast, &names);
    let woken = story::woken(scene.steps);
    let mut olds = Olds::default();
    let mut views = Views::new(threads.len());
    let mut steps = Vec::new();
    for (at, step) in scene.told() {
        views.follow(step);
        let is_last = |tid: Tid| !scene.all[at + 1..].iter().any(|later| later.thread == tid);
        let waits = |tid: Tid| cast.waits.iter().any(|wait| wait.thread == tid);
        if is_last(step.thread) && !waits(step.thread) && scene.failure != Some(at) {
            views.end(step.thread);
        }
        let fails = scene.failure == Some(at);
        let Some(row) = story::row(step, at, &woken[at], fails, &names) else { continue };
        let own = comments.iter().filter(|comment| comment.step == at);
        let comments =
            own.map(|comment| comment.text.clone()).chain(olds.mark(scene.steps, at, &names));
        steps.push(WalkStep {
            thread: step.thread,
            text: row.text,
            place: row.place.and(place(step)),
            comments: comments.collect(),
            after: views.told(&names),
        });
    }
    if scene.failure.is_none() {
        for wait in &cast.waits {
            let Some(row) = story::waiting(wait, scene.steps.len(), &names) else { continue };
            views.wait(wait.thread, row.text.clone());
            steps.push(WalkStep {
                thread: wait.thread,
                text: row.text,
                place: row.place.map(|_| (wait.op.place.file().to_owned(), wait.op.place.line())),
                comments: Vec::new(),
                after: views.told(&names),
            });
        }
    }
    Walk { threads, steps }
}

/// Of a panic, where it was raised.
fn place(step: &Step) -> Option<(String, u32)> {
    match &step.deed {
        Deed::Panicked { place, .. } => place.clone(),
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
        match &step.deed {
            Deed::Spawned { thread } => self.0[*thread].life = Life::Runs,
            Deed::Unlocked { object, changed } => {
                self.0[thread].holds.retain(|held| held != object);
                if *changed {
                    self.changed(thread, *object);
                }
            }
            Deed::Panicked { .. } => {}
            Deed::Operation { kind, object, answer, value, .. } => {
                self.0[thread].life = Life::Runs;
                let yes = *answer == Some(Answer::Yes);
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

    fn told(&self, names: &Names) -> Vec<ThreadView> {
        let object = |object: &ObjectId| names.object(*object).to_owned();
        let sees = |(id, seen): (usize, &Seen)| {
            let by = seen.changed_by.map(|tid| names.thread(tid));
            words::walk::sees(names.object(id as ObjectId), seen.value.as_deref(), by)
        };
        let told = |view: &View| ThreadView {
            state: match &view.life {
                Life::NotBegun => words::walk::NOT_BEGUN.to_owned(),
                Life::Runs => words::walk::RUNS.to_owned(),
                Life::WaitsOn(condvar) => words::walk::waits_on(names.object(*condvar)),
                Life::Waits(text) => text.clone(),
                Life::Ended => words::walk::ENDED.to_owned(),
            },
            holds: view.holds.iter().map(object).collect(),
            sees: view.seen.iter().map(sees).collect(),
        };
        self.0.iter().map(told).collect()
    }
}
