//! Measures the engines in turns.
use crate::engines::{interleave, loom, shuttle};
use crate::limits::Limits;
use crate::model::Model;
use crate::search::Search;
use std::time::{Duration, Instant};

/// The searches of one model, one per round.
#[derive(Clone, Debug, Default)]
pub(crate) struct Measurements {
    pub(crate) interleave: Vec<Search>,
    pub(crate) shuttle: Vec<Search>,
    /// Empty if the model has too many threads for loom.
    pub(crate) loom: Vec<Search>,
    pub(crate) interleave_random: Vec<Search>,
    pub(crate) shuttle_random: Vec<Search>,
}

/// Shorter searches are repeated.
const MIN_TIME: Duration = Duration::from_millis(3);

/// After a search that did not finish, further rounds only measure speed, in this share of the time.
const SPEED_ONLY: u32 = 10;

/// The maximum number of random schedules of one measurement.
const RANDOM_SCHEDULES: u64 = 100_000;

pub(crate) fn measure(model: Model, limits: Limits) -> Measurements {
    let mut all = Measurements::default();
    for round in 0..limits.rounds {
        add(&mut all.interleave, limits, |limits| interleave::complete(model, limits));
        add(&mut all.shuttle, limits, |limits| shuttle::complete(model, limits));
        if model.threads() <= loom::MAX_THREADS {
            add(&mut all.loom, limits, |limits| loom::complete(model, limits));
        }
        let limits = Limits {
            executions: limits.executions.min(RANDOM_SCHEDULES),
            time: limits.time * SPEED_ONLY,
            ..limits
        };
        add(&mut all.interleave_random, limits, |limits| interleave::random(model, limits));
        add(&mut all.shuttle_random, limits, |limits| shuttle::random(model, round, limits));
    }
    all
}

/// Adds a search, or the mean time of several short ones.
fn add(searches: &mut Vec<Search>, limits: Limits, search: impl Fn(Limits) -> Search) {
    let limits = match searches.last() {
        Some(last) if !last.complete => Limits { time: limits.time / SPEED_ONLY, ..limits },
        _ => limits,
    };
    let start = Instant::now();
    let (mut count, mut total, mut last) = (1, Duration::ZERO, search(limits));
    while last.complete && start.elapsed() < MIN_TIME.min(limits.time) {
        total += last.time;
        count += 1;
        last = search(limits);
    }
    searches.push(Search { time: (total + last.time) / count, ..last });
}
