//! Measurements beside shuttle and loom: each engine in turn, several rounds, medians.
use crate::contest::Model;
use crate::{loom_peer, ours, shuttle_peer};
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
    /// How many of its own it turned out not to need.
    pub redundant: u64,
    /// Whether it saw everything.
    pub complete: bool,
    /// How long it took.
    pub time: Duration,
    /// How much of that it had the processor.
    pub busy: Duration,
    /// Which execution was the first to go wrong, from 1.
    pub first_failure: Option<u64>,
}

/// All that was measured of one model.
#[derive(Clone, Debug)]
pub struct Figures {
    model: Model,
    ours: Vec<Search>,
    dfs: Vec<Search>,
    loom: Vec<Search>,
    random: Vec<Search>,
    our_random: Vec<Search>,
}

/// A search shorter than this is repeated, so that the clock can tell.
const LONG_ENOUGH: Duration = Duration::from_millis(3);

/// After a search that was given up, the other rounds only measure its speed, in this share of time.
const SPEED_ONLY: u32 = 10;

/// Random schedules of one measurement, at most.
const RANDOM: u64 = 100_000;

/// Loom has no more threads.
const LOOM_THREADS: usize = 5;

/// Measures `model` on both engines.
pub fn measure(model: Model, limits: Limits) -> Figures {
    let mut figures = Figures {
        model,
        ours: Vec::new(),
        dfs: Vec::new(),
        loom: Vec::new(),
        random: Vec::new(),
        our_random: Vec::new(),
    };
    for round in 0..limits.rounds {
        let search = |limits| ours::search(model, limits);
        figures.ours.push(repeated(search, next(&figures.ours, limits)));
        let search = |limits| shuttle_peer::search(model, limits);
        figures.dfs.push(repeated(search, next(&figures.dfs, limits)));
        if model.threads() <= LOOM_THREADS {
            let search = |limits| loom_peer::search(model, limits);
            figures.loom.push(repeated(search, next(&figures.loom, limits)));
        }
        let few = Limits {
            executions: limits.executions.min(RANDOM),
            time: limits.time * SPEED_ONLY,
            ..limits
        };
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
    match times.len() {
        1 => last,
        // So short that the system's count of busy time is too coarse.
        _ => Search { time: median(times.clone()), busy: median(times), ..last },
    }
}

fn median<T: PartialOrd + Copy>(mut values: Vec<T>) -> T {
    values.sort_by(|a, b| a.partial_cmp(b).expect("figures are ordered"));
    values[values.len() / 2]
}

impl Figures {
    /// The heads of the columns.
    pub const HEADER: &str = concat!(
        "                          |               ours               |      shuttle DFS       |",
        "          loom          |      random       |    first failure\n",
        "model                     | executions   time redundant    /s| executions   time    /s|",
        " executions   time    /s| ours/s shut/s     | ours  DFS loom random",
    );

    /// What the columns mean.
    pub const LEGEND: &str = "
time: until everything was seen, or `not finished`; redundant: executions that were begun and
turned out to be equivalent to another; /s: executions a second while the processor was ours;
random: schedules by chance of ours and of shuttle, and how many times as many; first failure: the
first execution that goes wrong, `-` where none does or none was found; loom: `-` where there are
more threads than it has.";
}

/// Executions a second.
fn rate(searches: &[Search]) -> f64 {
    median(searches.iter().map(|s| s.executions as f64 / s.busy.as_secs_f64()).collect())
}

fn speed(searches: &[Search]) -> String {
    match searches {
        [] => "-".into(),
        _ => format!("{:.0}k", rate(searches) / 1e3),
    }
}

fn completeness(searches: &[Search]) -> String {
    if searches.is_empty() {
        return format!("{:>18}", "-");
    }
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
    match !found.is_empty() && found.len() == searches.len() {
        true => median(found).to_string(),
        false => "-".into(),
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:26}|", self.model.to_string())?;
        let redundant = match self.ours[0].complete {
            true => self.ours[0].redundant.to_string(),
            false => "-".into(),
        };
        write!(f, "{} {redundant:>9} {:>5}|", completeness(&self.ours), speed(&self.ours))?;
        for peer in [&self.dfs, &self.loom] {
            write!(f, "{} {:>5}|", completeness(peer), speed(peer))?;
        }
        write!(f, "{:>7}{:>7}", speed(&self.our_random), speed(&self.random))?;
        write!(f, "{:>4.1}x|", rate(&self.our_random) / rate(&self.random))?;
        let searches = [&self.ours, &self.dfs, &self.loom, &self.random];
        let failures = searches.map(|searches| first_failure(searches));
        write!(f, "{:>5}{:>5}{:>5}{:>7}", failures[0], failures[1], failures[2], failures[3])
    }
}
