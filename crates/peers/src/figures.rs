//! Measurements beside shuttle: each engine in turn, several rounds, medians.
use crate::contest::Model;
use crate::{ours, shuttle_peer};
use std::fmt;
use std::time::{Duration, Instant};

/// How long and how often to measure.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How many rounds the median is taken of.
    pub rounds: u64,
    /// Executions after which a search is given up.
    pub executions: u64,
    /// Time after which a search is given up.
    pub time: Duration,
}

/// What one search did.
#[derive(Clone, Copy, Debug)]
pub struct Search {
    /// How many executions it ran.
    pub executions: u64,
    /// Whether it saw everything.
    pub complete: bool,
    /// How long it took.
    pub time: Duration,
    /// Which execution was the first to go wrong, from 1.
    pub first_failure: Option<u64>,
}

/// All that was measured of one model.
#[derive(Clone, Debug)]
pub struct Figures {
    model: Model,
    ours: Vec<Search>,
    dfs: Vec<Search>,
    random: Vec<Search>,
    our_random: Vec<Search>,
}

/// A search shorter than this is repeated, so that the clock can tell.
const LONG_ENOUGH: Duration = Duration::from_millis(3);

/// After a search that was given up, the other rounds only measure its speed, in this share of time.
const SPEED_ONLY: u32 = 10;

/// Random schedules of one measurement, at most.
const RANDOM: u64 = 20_000;

/// Measures `model` on both engines.
pub fn measure(model: Model, limits: Limits) -> Figures {
    let mut figures = Figures {
        model,
        ours: Vec::new(),
        dfs: Vec::new(),
        random: Vec::new(),
        our_random: Vec::new(),
    };
    for round in 0..limits.rounds {
        let search = |limits| ours::search(model, limits);
        figures.ours.push(repeated(search, next(&figures.ours, limits)));
        let search = |limits| shuttle_peer::search(model, limits);
        figures.dfs.push(repeated(search, next(&figures.dfs, limits)));
        let few = Limits { executions: limits.executions.min(RANDOM), ..limits };
        figures.our_random.push(ours::random(model, next(&figures.our_random, few)));
        figures.random.push(shuttle_peer::random(model, round, next(&figures.random, few)));
    }
    figures
}

fn next(before: &[Search], limits: Limits) -> Limits {
    match before.last() {
        Some(search) if !search.complete => Limits { time: limits.time / SPEED_ONLY, ..limits },
        _ => limits,
    }
}

fn repeated(search: impl Fn(Limits) -> Search, limits: Limits) -> Search {
    let start = Instant::now();
    let mut last = search(limits);
    let mut times = vec![last.time];
    while last.complete && start.elapsed() < LONG_ENOUGH.min(limits.time) {
        last = search(limits);
        times.push(last.time);
    }
    Search { time: median(times), ..last }
}

fn median<T: PartialOrd + Copy>(mut values: Vec<T>) -> T {
    values.sort_by(|a, b| a.partial_cmp(b).expect("figures are ordered"));
    values[values.len() / 2]
}

impl Figures {
    /// The heads of the columns.
    pub const HEADER: &str = concat!(
        "                          |          ours          |      shuttle DFS       |    random    |",
        "  first failure\n",
        "model                     | executions   time    /s| executions   time    /s| ours/s shut/s|",
        " ours  DFS random",
    );

    /// What the columns mean.
    pub const LEGEND: &str = "
time: until everything was seen, or `not finished`; /s: executions a second; random: schedules
by chance of ours and of shuttle; first failure: the first execution that goes wrong, `-` where
none does or none was found.";
}

fn speed(searches: &[Search]) -> String {
    let speeds = searches.iter().map(|s| s.executions as f64 / s.time.as_secs_f64()).collect();
    format!("{:.0}k", median::<f64>(speeds) / 1e3)
}

fn completeness(searches: &[Search]) -> String {
    let time = median(searches.iter().map(|search| search.time).collect());
    let text = match searches[0].complete {
        false => return format!("{:>18}", "not finished"),
        true if time < Duration::from_millis(1) => format!("{}us", time.as_micros()),
        true if time < Duration::from_secs(1) => format!("{:.1}ms", time.as_secs_f64() * 1e3),
        true => format!("{:.1}s", time.as_secs_f64()),
    };
    format!("{:>10} {text:>7}", searches[0].executions)
}

fn first_failure(searches: &[Search]) -> String {
    let found: Vec<u64> = searches.iter().filter_map(|search| search.first_failure).collect();
    match found.len() == searches.len() {
        true => median(found).to_string(),
        false => "-".into(),
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:26}|", self.model.to_string())?;
        write!(f, "{} {:>5}|", completeness(&self.ours), speed(&self.ours))?;
        write!(f, "{} {:>5}|", completeness(&self.dfs), speed(&self.dfs))?;
        write!(f, "{:>7}{:>7}|", speed(&self.our_random), speed(&self.random))?;
        let failures =
            [&self.ours, &self.dfs, &self.random].map(|searches| first_failure(searches));
        write!(f, "{:>5}{:>5}{:>7}", failures[0], failures[1], failures[2])
    }
}
