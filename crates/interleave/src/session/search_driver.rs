//! The sequence of searches: the complete one, and the fallbacks if it exceeds its budget.

use super::{FoundRun, RunResult, Session};
use crate::arc_queries;
use crate::heap;
use crate::messages;
use crate::scheduler::{State, SuspendedLoop};
use crate::search::{
    DelayBounded, Directed, Dpor, Next, Optimal, PreemptionBounded, Random, Replay, Search,
    Stateful,
};
use crate::watchdog;
use report::{Bound, Coverage, FailureKind};

/// The preemption bounds of the fallback, as in CHESS.
pub(super) const BOUNDS: [usize; 4] = [0, 1, 2, 3];

/// The maximum number of delays in a fair schedule.
const DELAYS: usize = 2;

/// The fraction of the budget of the complete search that each preemption bound gets, and the random
/// schedules after them; and the fewest executions.
const FALLBACK: (u64, u64) = (10, 100);

/// The budget for the order of independent operations, if the code asks how many owners an `Arc` has,
/// and for random schedules after that. A correct program spends both, so it must end soon.
const EVERY_ORDER: Budget = Budget { executions: 8_000, operations: 300_000 };
const RANDOM_ORDER: Budget = Budget { executions: 2_000, operations: 100_000 };

/// The complete search starts over, and plans continuations, if more than one of this many executions is
/// redundant. Plans avoid them, but take time.
const REDUNDANT: u64 = 32;

/// The seed of the random schedules.
const SEED: u64 = 0x5EED_0F1E_A5ED_C0DE;

/// The budget of one search, including redundant executions.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    pub(super) executions: u64,
    pub(super) operations: u64,
}

impl Budget {
    fn at_most(self, operations: u64) -> Self {
        Self { operations: self.operations.min(operations), ..self }
    }
}

/// Why a search ended.
pub(super) enum SearchEnd {
    /// The search has finished; `complete` if that is every execution.
    Done {
        complete: bool,
    },
    OutOfBudget,
    Found(FoundRun),
    /// The search needs a finer model; see [`State::refine`](crate::scheduler::State::refine).
    NeedsRefinement,
}

impl Session<'_> {
    /// Searches until `go_on` returns `false`, everything was explored, or the budgets are spent.
    pub(crate) fn search(
        &mut self,
        go_on: &mut dyn FnMut(&RunResult) -> bool,
    ) -> Result<Coverage, FoundRun> {
        let _watch = watchdog::watch();
        // The exhaustive search relies on nothing, so it always uses fine-grained operations.
        self.runtime.state(|state| state.fine_grained = self.config.exhaustive);
        self.run_once(self.plain(), false);
        let asks_for_owners = self.asks_for_owners();
        if asks_for_owners && !self.searches_every_order_later() {
            self.runtime.state(State::observe_reference_counts);
        }
        self.runtime.state(|state| state.refine());
        if let Some(found) = self.find_nondeterminism() {
            return Err(found);
        }
        if self.config.fair {
            return self.search_fairly(go_on);
        }
        if let Some(found) = self.search_directed(go_on) {
            return Err(found);
        }
        let mut stop = self.search_as_asked(go_on);
        while matches!(stop, SearchEnd::NeedsRefinement) {
            self.runtime.state(|state| state.refine());
            stop = self.search_as_asked(go_on);
        }
        match stop {
            SearchEnd::Found(found) => Err(found),
            _ if self.config.random.is_some() => Ok(self.coverage(Some(Bound::Random))),
            _ if self.config.stateful.is_some() => Ok(self.coverage(Some(Bound::ExecutionLimit))),
            SearchEnd::Done { complete: false } => {
                Ok(self.coverage(self.config.max_preemptions.map(Bound::Preemptions)))
            }
            SearchEnd::Done { .. } if asks_for_owners => self.search_every_order(go_on),
            SearchEnd::Done { .. } => Ok(self.coverage(None)),
            SearchEnd::OutOfBudget if self.config.no_fallback => {
                Ok(self.coverage(Some(Bound::ExecutionLimit)))
            }
            SearchEnd::OutOfBudget | SearchEnd::NeedsRefinement => self.search_in_bounds(go_on),
        }
    }

    /// Runs schedules that are directed at races. They count only for the number of a failure.
    fn search_directed(&mut self, go_on: &mut dyn FnMut(&RunResult) -> bool) -> Option<FoundRun> {
        if self.config.directed == 0 {
            return None;
        }
        let budget = self.budget(self.config.directed);
        loop {
            let stop = self.run_all(&|| Box::<Directed>::default(), budget, go_on);
            match stop {
                SearchEnd::Found(found) => return Some(found),
                SearchEnd::NeedsRefinement => self.runtime.state(|state| state.refine()),
                SearchEnd::Done { .. } | SearchEnd::OutOfBudget => break,
            }
        }
        self.directed = std::mem::take(&mut self.executions);
        None
    }

    fn search_as_asked(&mut self, go_on: &mut dyn FnMut(&RunResult) -> bool) -> SearchEnd {
        if let Some(walks) = self.config.random {
            return self.run_all(&|| Box::new(Random::new(SEED)), self.budget(walks), go_on);
        }
        if let Some(executions) = self.config.stateful {
            let budget = Budget { executions, operations: executions.saturating_mul(1_000) };
            return self.run_all(&|| Box::<Stateful>::default(), budget, go_on);
        }
        let (exhaustive, bound) = (self.config.exhaustive, self.config.max_preemptions);
        let plans = self.runtime.state(|state| state.plans);
        let search = || -> Box<dyn Search> {
            match exhaustive || bound.is_some() {
                true => Box::new(PreemptionBounded::new(bound)),
                false if plans => Box::new(Optimal::default()),
                false => Box::new(Dpor::default()),
            }
        };
        self.run_all(&search, self.budget(self.config.max_executions), go_on)
    }

    /// Explores fair schedules: threads take turns, except for a few delays.
    fn search_fairly(
        &mut self,
        go_on: &mut dyn FnMut(&RunResult) -> bool,
    ) -> Result<Coverage, FoundRun> {
        let budget = self.budget(self.config.max_executions);
        let mut delays = 0;
        while let SearchEnd::Done { .. } | SearchEnd::NeedsRefinement =
            match self.run_all(&|| Box::new(DelayBounded::new(delays)), budget, go_on) {
                SearchEnd::Found(found) => return Err(found),
                stop => stop,
            }
        {
            if self.runtime.state(|state| state.needs_refinement()) {
                self.runtime.state(|state| state.refine());
            } else if delays == DELAYS {
                return Ok(self.coverage(Some(Bound::Delays(DELAYS))));
            } else {
                delays += 1;
            }
        }
        Ok(self.coverage(Some(Bound::Delays(delays.saturating_sub(1)))))
    }

    /// Explores the order of all operations, also of independent ones, because a thread can clone or
    /// drop an `Arc` between any two of them.
    fn search_every_order(
        &mut self,
        go_on: &mut dyn FnMut(&RunResult) -> bool,
    ) -> Result<Coverage, FoundRun> {
        self.runtime.state(|state| {
            state.observe_reference_counts();
            state.refine();
        });
        let mut bound = Bound::Random;
        let mut left = EVERY_ORDER.at_most(self.config.max_operations / 4);
        for preemptions in 0.. {
            let search =
                || -> Box<dyn Search> { Box::new(PreemptionBounded::new(Some(preemptions))) };
            let before = self.executions;
            match self.run_all(&search, left, go_on) {
                SearchEnd::Found(found) => return Err(found),
                // With only one order, no thread ran beside another one.
                SearchEnd::Done { complete: true } => {
                    let is_sequential = self.executions - before == 1;
                    let bound = (!is_sequential).then_some(Bound::ReferenceCounts);
                    return Ok(self.coverage(bound));
                }
                SearchEnd::Done { complete: false } => bound = Bound::Preemptions(preemptions),
                SearchEnd::OutOfBudget | SearchEnd::NeedsRefinement => break,
            }
            left.executions = left.executions.saturating_sub(self.executions - before);
            left.operations = left.operations.saturating_sub(self.operations);
        }
        let random = RANDOM_ORDER.at_most(self.config.max_operations / 10);
        match self.run_all(&|| Box::new(Random::new(SEED)), random, go_on) {
            SearchEnd::Found(found) => Err(found),
            _ => Ok(self.coverage(Some(bound))),
        }
    }

    /// Whether the code asks how many owners an `Arc` has, after an execution.
    pub(super) fn asks_for_owners(&mut self) -> bool {
        self.config.reference_counts.unwrap_or_else(|| {
            self.runtime.state(|state| {
                let mut places = state.log.events().iter().map(|event| event.place);
                places.any(|place| arc_queries::are_in(place.file()))
            })
        })
    }

    /// Whether the complete search comes first, and takes every step of a thread up to its next
    /// operation as one. It is exact if no thread asks for owners while others run.
    fn searches_every_order_later(&self) -> bool {
        !self.config.fair
            && !self.config.exhaustive
            && self.config.max_preemptions.is_none()
            && self.config.random.is_none()
    }

    /// The fallback of the complete search: schedules with few preemptions, then random schedules.
    fn search_in_bounds(
        &mut self,
        go_on: &mut dyn FnMut(&RunResult) -> bool,
    ) -> Result<Coverage, FoundRun> {
        let (fraction, fewest) = FALLBACK;
        let budget = self.budget((self.config.max_executions / fraction).max(fewest));
        let budget = budget.at_most(self.config.max_operations / fraction);
        let mut bound = Bound::Random;
        for preemptions in BOUNDS {
            let search =
                || -> Box<dyn Search> { Box::new(PreemptionBounded::new(Some(preemptions))) };
            match self.run_all(&search, budget, go_on) {
                SearchEnd::Found(found) => return Err(found),
                SearchEnd::Done { complete: true } => return Ok(self.coverage(None)),
                SearchEnd::Done { complete: false } => bound = Bound::Preemptions(preemptions),
                SearchEnd::OutOfBudget | SearchEnd::NeedsRefinement => break,
            }
        }
        match self.run_all(&|| Box::new(Random::new(SEED)), budget, go_on) {
            SearchEnd::Found(found) => Err(found),
            _ => Ok(self.coverage(Some(bound))),
        }
    }

    fn budget(&self, executions: u64) -> Budget {
        Budget { executions, operations: self.config.max_operations }
    }

    /// Runs one execution after another, as `search` chooses. It starts over if a suspended loop
    /// turns out to end by itself, because its executions were cut short until then.
    pub(super) fn run_all(
        &mut self,
        search: &dyn Fn() -> Box<dyn Search>,
        budget: Budget,
        go_on: &mut dyn FnMut(&RunResult) -> bool,
    ) -> SearchEnd {
        self.runtime.state(|state| state.search = search());
        let (first, bounded) = (self.executions + self.redundant, self.bounded.clone());
        self.operations = 0;
        loop {
            let run = self.run(false);
            if self.runtime.state(|state| state.needs_refinement()) {
                (self.executions, self.redundant) = (first, 0);
                return SearchEnd::NeedsRefinement;
            }
            self.operations += run.operations;
            let has_failed = run.failure.is_some();
            let mut was_cut_short = has_failed && self.probe_suspended_loops() == Some(true);
            if run.redundant {
                self.redundant += 1;
                let is_wasteful = self.redundant * REDUNDANT >= self.executions;
                if is_wasteful && self.runtime.state(State::start_planning) {
                    (self.executions, self.redundant) = (first, 0);
                    return SearchEnd::NeedsRefinement;
                }
            } else if !was_cut_short {
                self.executions += 1;
                self.bounded = self.bounded.take().or_else(|| run.bounded.clone());
                if !go_on(&run) {
                    return SearchEnd::Found(self.found(run));
                }
            }
            // The result of the body was taken before, because the probe replaces it.
            was_cut_short |= !has_failed && self.probe_suspended_loops() == Some(true);
            if was_cut_short {
                (self.executions, self.redundant, self.bounded) = (first, 0, bounded.clone());
                self.runtime.state(|state| state.search = search());
                continue;
            }
            let next = self.runtime.state(|state| {
                // Reuses the allocation of the schedule.
                state.schedule = run.schedule;
                state.search.advance()
            });
            if let Next::Nothing { complete } = next {
                return SearchEnd::Done { complete };
            }
            let spent = self.executions + self.redundant - first;
            let is_spent = spent >= budget.executions || self.operations >= budget.operations;
            if is_spent || self.leaks_too_much() {
                return SearchEnd::OutOfBudget;
            }
        }
    }

    /// Whether too little memory is left for more executions that leave threads, and what they own.
    fn leaks_too_much(&self) -> bool {
        heap::is_half_full() && self.runtime.state(|state| state.unfinished().next().is_some())
    }

    /// If loops were suspended in the last execution and have not been probed: whether the search must
    /// start over, because one of them ends by itself, or is denied.
    pub(super) fn probe_suspended_loops(&mut self) -> Option<bool> {
        let suspended = self.runtime.state(State::take_suspended_loops);
        (!suspended.is_empty()).then(|| {
            suspended.iter().any(|suspended| self.terminates(suspended) || self.denies(suspended))
        })
    }

    /// Whether a loop that does not end by itself is a failure.
    fn denies(&self, suspended: &SuspendedLoop) -> bool {
        self.config.deny_busy_waiting && suspended.polls()
    }

    /// Probes whether a loop ends by itself. This runs the body once more, or twice.
    fn terminates(&mut self, suspended: &SuspendedLoop) -> bool {
        let mut probe = |time_passes| {
            let replay = Box::new(Replay::new(&suspended.schedule));
            let search = self.runtime.state(|state| {
                state.start_probe(suspended, time_passes);
                std::mem::replace(&mut state.search, replay)
            });
            self.run(false);
            self.runtime.state(|state| {
                state.search = search;
                state.finish_probe()
            })
        };
        probe(false).or_else(|| probe(true)) == Some(true)
    }

    pub(super) fn coverage(&self, bound: Option<Bound>) -> Coverage {
        let bound = bound.or_else(|| self.bounded.clone());
        Coverage::new(self.executions, self.redundant, bound)
    }

    fn found(&self, run: RunResult) -> FoundRun {
        let mut coverage = self.coverage(None);
        coverage.executions += self.directed;
        let (kind, message) =
            run.failure.unwrap_or((FailureKind::Assertion, messages::WITNESS.to_owned()));
        let RunResult { schedule, woke_spuriously, .. } = run;
        FoundRun { kind, message, schedule, woke_spuriously, coverage }
    }

    /// Whether the same schedule behaves differently the second time.
    fn find_nondeterminism(&mut self) -> Option<FoundRun> {
        let mut signature = || {
            let run = self.run_once(self.plain(), false);
            (run, self.runtime.state(|state| state.signature()))
        };
        let (_, first) = signature();
        let (run, second) = signature();
        if run.failure_kind() == Some(FailureKind::Unsupported) {
            // Code that cannot be explored is reported as such.
            return None;
        }
        let [before, now] = first.first_difference(&second)?;
        Some(FoundRun {
            kind: FailureKind::Nondeterminism,
            message: messages::different_steps(before.as_ref(), now.as_ref()),
            schedule: run.schedule,
            woke_spuriously: false,
            coverage: self.coverage(None),
        })
    }
}
