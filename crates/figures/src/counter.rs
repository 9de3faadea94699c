//! One counter in five ways: operations per second against threads, and against the share of writes.
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError, RwLock};

use crate::actor::Actor;
use crate::load;
use crate::plot::Plot;
use crate::sharded::Sharded;
use crate::table::{Report, Table, rate};

/// What is measured: a way, and its operation on a key that is a write or a read.
pub(crate) type Way = (&'static str, Box<dyn Fn(u32, bool) + Sync>);

/// The numbers of threads.
const THREADS: [usize; 4] = [1, 2, 4, 8];

/// The shares of writes, in percent.
const WRITES: [u32; 5] = [0, 1, 10, 50, 100];

fn ways() -> Vec<Way> {
    let (mutex, rwlock, atomic) = (Mutex::new(0_u64), RwLock::new(0_u64), AtomicU64::new(0));
    let sharded = Sharded::<u64>::default();
    let actor = Actor::start(0, |count, _| *count += 1, |count, _| *count);
    vec![
        (
            "mutex",
            Box::new(move |_, is_write| {
                let mut count = mutex.lock().unwrap_or_else(PoisonError::into_inner);
                *count += u64::from(is_write);
                std::hint::black_box(*count);
            }),
        ),
        (
            "RwLock",
            Box::new(move |_, is_write| match is_write {
                true => *rwlock.write().unwrap_or_else(PoisonError::into_inner) += 1,
                false => {
                    _ = std::hint::black_box(*rwlock.read().unwrap_or_else(PoisonError::into_inner))
                }
            }),
        ),
        (
            "atomic",
            Box::new(move |_, is_write| match is_write {
                true => _ = atomic.fetch_add(1, Relaxed),
                false => _ = std::hint::black_box(atomic.load(Relaxed)),
            }),
        ),
        (
            "16 shards",
            Box::new(move |key, is_write| match is_write {
                true => *sharded.of(key) += 1,
                false => _ = std::hint::black_box(sharded.each().map(|count| *count).sum::<u64>()),
            }),
        ),
        ("actor", Box::new(move |key, is_write| actor.perform(key, is_write))),
    ]
}

pub(crate) fn measure() -> Result<Report, String> {
    compare("counter", "a counter", ways, 100, 4)
}

/// Compares the ways against the number of threads at one share of writes, and against the share of
/// writes at one number of threads.
pub(crate) fn compare(
    name: &str,
    what: &str,
    ways: fn() -> Vec<Way>,
    writes: u32,
    threads: usize,
) -> Result<Report, String> {
    let ways = ways();
    let plot = |title, x: &str, is_log_x, points: &dyn Fn(&Way) -> Vec<(f64, f64)>| Plot {
        title,
        x: x.to_owned(),
        y: "operations per second".to_owned(),
        show: rate,
        is_log_x,
        lines: ways.iter().map(|way| (way.0.to_owned(), points(way))).collect(),
    };
    let by_threads = plot(
        format!("operations per second on {what}, {writes}% writes"),
        "threads",
        true,
        &|(_, operation)| {
            let at = |count: usize| (count as f64, load::operations(count, writes, operation));
            THREADS.into_iter().map(at).collect()
        },
    );
    let by_writes = plot(
        format!("operations per second on {what}, {threads} threads"),
        "share of writes in percent",
        false,
        &|(_, operation)| {
            let at = |share: u32| (f64::from(share), load::operations(threads, share, operation));
            WRITES.into_iter().map(at).collect()
        },
    );
    let tables = vec![table(&by_threads, "threads"), table(&by_writes, "writes, %")];
    let plot = |plot: &Plot, by: &str| {
        let file = format!("{name}-{by}");
        plot.svg().map(|svg| (file, plot.title.clone(), svg))
    };
    Ok(Report { plots: vec![plot(&by_threads, "threads")?, plot(&by_writes, "writes")?], tables })
}

/// A row for each way, and a column for each point.
fn table(plot: &Plot, x: &str) -> Table {
    let points = plot.lines.first().map_or(&[][..], |(_, points)| points);
    let header = points.iter().map(|(x, _)| format!("{x}"));
    let rows = plot.lines.iter().map(|(way, points)| {
        let cells = points.iter().map(|(_, y)| rate(*y));
        [way.clone()].into_iter().chain(cells).collect()
    });
    Table {
        title: format!("{}:", capitalized(&plot.title)),
        header: [x.to_owned()].into_iter().chain(header).collect(),
        rows: rows.collect(),
    }
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
