//! A test of an exercise: what it says, what it has to hold, what it found.
use crate::case::{Cases, Property};
use crate::finding::Finding;
use crate::place::Place;
use crate::replay::Mode;
use crate::run::Run;
use crate::verdict::Verdict;
use crate::{native, words};
use interleave::{Coverage, Explorer, Failure};
use proptest::strategy::Strategy;
use std::env;
use std::fmt::Debug;

/// Says after how many executions an exploration gives up.
const GIVE_UP: &str = "COURSE_GIVE_UP";

/// Set where a verdict is all that is asked for.
const VERDICT_ONLY: &str = "COURSE_VERDICT_ONLY";

/// How many scenarios are generated where a test does not say it.
const CASES: u32 = 16;

/// A test of an exercise, made by [`test!`](crate::test).
///
/// The last call says what has to hold: [`property`](Self::property), [`scenario`](Self::scenario),
/// [`outcomes`](Self::outcomes), [`reachable`](Self::reachable) or [`native`](Self::native). It
/// panics with the whole report if it does not hold, in the answers also if not every interleaving
/// was explored.
///
/// # Environment
/// No variable lets anything pass. `COURSE_VERDICTS=<dir>` asks for a file `<dir>/<function>`: the
/// verdict, the sentence, a summary of at most 72 characters, then the report. While the test runs
/// there is no file. With `COURSE_TOKEN=stdin` what comes by the standard input stands above the
/// verdict. `COURSE_WALK=1` asks for `<dir>/<function>.walk.json` beside it: the interleaving step by
/// step. `COURSE_REPLAY=<function>:<scenario>:<schedule>` runs that one interleaving,
/// and no other test. `COURSE_GIVE_UP=<executions>` makes an exploration of an answer that takes more
/// end without a verdict, which is for mutants of the answers; and with `COURSE_VERDICT_ONLY=1` the first
/// execution that fails is reported as it was found, and nothing easier is looked for: the verdict is the
/// same. `COURSE_SNAPSHOTS=review` gives outcomes of the answers that changed to insta.
#[must_use = "a test does nothing until it is told what has to hold"]
#[derive(Debug)]
pub struct Test {
    pub(crate) sentence: String,
    pub(crate) place: Place,
    pub(crate) cases: u32,
    pub(crate) explorer: Explorer,
    /// Nobody is going to read the report.
    pub(crate) verdict_only: bool,
}

/// The explorer, with as much patience as the environment leaves it.
fn patient(explorer: Explorer) -> Explorer {
    let explorer = match env::var(GIVE_UP).ok().and_then(|executions| executions.parse().ok()) {
        Some(executions) => explorer.no_fallback_after(executions),
        None => explorer,
    };
    if is_verdict_only() { explorer.first_failure() } else { explorer }
}

fn is_verdict_only() -> bool {
    env::var_os(VERDICT_ONLY).is_some_and(|set| !set.is_empty())
}

impl Test {
    #[doc(hidden)]
    pub fn new(sentence: &str, place: Place) -> Self {
        Self {
            sentence: sentence.into(),
            place,
            cases: CASES,
            explorer: patient(Explorer::new().assertions_in(place.file)),
            verdict_only: is_verdict_only(),
        }
    }

    /// Sets how many scenarios are generated, 16 if this is not called.
    pub fn cases(mut self, cases: u32) -> Self {
        self.cases = cases;
        self
    }

    /// Sets how interleavings are explored.
    pub fn explorer(mut self, explorer: Explorer) -> Self {
        self.explorer = patient(explorer.assertions_in(self.place.file));
        self
    }

    /// Runs the body on generated scenarios, each in every interleaving.
    ///
    /// The scenarios depend on the name of the test function alone, as long as the strategy names
    /// its sizes: where it does not, proptest asks an environment variable. The first scenario
    /// that fails is shrunk, and the report names the smallest.
    ///
    /// # Panics
    /// If an assertion of the body fails in any interleaving of any scenario.
    pub fn property<S: Strategy>(self, strategy: S, body: impl Fn(&S::Value)) {
        self.judge_cases(&Property(strategy, body));
    }

    fn judge_cases(&self, all: &dyn Cases) {
        let Some(run) = Run::start(self) else { return };
        run.end(match &run.mode {
            Mode::Replay { case, schedule } => self.replay_case(all, case, schedule),
            _ => self.explore_cases(all),
        });
    }

    /// Runs the body in every interleaving.
    ///
    /// # Panics
    /// If an assertion of the body fails in any interleaving.
    pub fn scenario(self, body: impl Fn()) {
        self.judge_scenario(&body);
    }

    fn judge_scenario(&self, body: &dyn Fn()) {
        let Some(run) = Run::start(self) else { return };
        run.end(match &run.mode {
            Mode::Replay { schedule, .. } => self.replay_scenario(body, schedule),
            _ => self.explore_scenario(body),
        });
    }

    /// Compares all that the body can return, over every interleaving, with the reviewed list in
    /// `tests/snapshots/<target>__<function>.snap`: one outcome a line, as `Debug` writes it.
    ///
    /// # Panics
    /// If an outcome is new (a race) or missing (threads wait that need not).
    pub fn outcomes<T: Ord + Debug + Clone>(self, body: impl Fn() -> T) {
        let Some(run) = Run::start(&self) else { return };
        run.end(match &run.mode {
            Mode::Replay { schedule, .. } => self.replay_outcome(&body, schedule),
            _ => self.explore_outcomes(&body),
        });
    }

    /// Looks for an interleaving in which the body returns `true`.
    ///
    /// # Panics
    /// If there is none: threads wait for each other that need not.
    pub fn reachable(self, body: impl Fn() -> bool) {
        self.judge_reachable(&body);
    }

    fn judge_reachable(&self, body: &dyn Fn() -> bool) {
        let Some(run) = Run::start(self) else { return };
        run.end(match &run.mode {
            Mode::Replay { schedule, .. } => self.replay_scenario(&|| _ = body(), schedule),
            _ => self.look_for(body),
        });
    }

    /// Runs the body once, on real threads.
    ///
    /// # Panics
    /// If the body does.
    pub fn native(self, body: impl FnOnce()) {
        let Some(run) = Run::start(&self) else { return };
        run.end(native::run(&self.place, || {
            run.is_on_real_threads();
            body();
        }));
    }

    /// The name of the test function.
    pub(crate) fn name(&self) -> &'static str {
        self.place.function()
    }

    /// A reference is right only when its coverage is complete.
    pub(crate) fn demand(&self, coverage: &Coverage) -> Result<(), Finding> {
        if self.place.complete && !coverage.is_complete() {
            let finding = Finding::new(Verdict::Aborted, &words::incomplete(coverage));
            return Err(finding.with_summary(&coverage.to_string()));
        }
        Ok(())
    }

    /// A failure of one scenario, with what helps to understand it.
    ///
    /// `always` says that no interleaving gets through.
    pub(crate) fn complain(&self, failure: &Failure, case: &str, always: bool) -> Finding {
        let finding = match always {
            true => Finding::constant(failure),
            false => Finding::failure(failure),
        };
        finding.with_replay(&self.place, case, &failure.execution)
    }
}
