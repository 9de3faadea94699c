//! One row of the table per model.
use crate::measure::Measurements;
use crate::model::Model;
use crate::search::Search;
use std::time::Duration;

/// The column headers.
pub(crate) const HEADER: &str = concat!(
    "                          |            interleave            |      shuttle DFS       |",
    "          loom          |  random schedules  |    first failure\n",
    "model                     | executions   time redundant    /s| executions   time    /s|",
    " executions   time    /s|    /s shuttle ratio|   il  DFS loom random",
);

/// The meaning of the columns.
pub(crate) const LEGEND: &str = "
time: CPU time of a complete search, or `not finished`; redundant: executions that were abandoned
because they repeat others; /s: executions per second of CPU time; random schedules: interleave,
shuttle, and their ratio; first failure: the first execution that fails, or `-` if none is found;
loom: `-` if the model has more threads than loom supports.";

/// The measurements of `model`.
pub(crate) fn row(model: Model, all: &Measurements) -> String {
    let redundant = match all.interleave[0].complete {
        true => all.interleave[0].redundant.to_string(),
        false => "-".into(),
    };
    let [interleave, shuttle, loom] = [&all.interleave, &all.shuttle, &all.loom];
    let ratio = rate(&all.interleave_random) / rate(&all.shuttle_random);
    let failures =
        [interleave, shuttle, loom, &all.shuttle_random].map(|searches| first_failure(searches));
    format!(
        "{:26}|{} {redundant:>9} {:>5}|{} {:>5}|{} {:>5}|{:>7}{:>7}{ratio:>5.1}x|{:>5}{:>5}{:>5}{:>7}",
        model.to_string(),
        completeness(interleave),
        speed(interleave),
        completeness(shuttle),
        speed(shuttle),
        completeness(loom),
        speed(loom),
        speed(&all.interleave_random),
        speed(&all.shuttle_random),
        failures[0],
        failures[1],
        failures[2],
        failures[3],
    )
}

fn median<T: PartialOrd + Copy>(mut values: Vec<T>) -> T {
    values.sort_by(|a, b| a.partial_cmp(b).expect("measurements are not NaN"));
    values[values.len() / 2]
}

/// Executions per second.
fn rate(searches: &[Search]) -> f64 {
    median(searches.iter().map(|s| s.executions as f64 / s.time.as_secs_f64()).collect())
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
