//! Complete searches of a few models, for other programs: a line for each model and engine.
use crate::engines::{interleave, loom, shuttle};
use crate::limits::Limits;
use crate::model::Model;
use crate::search::Search;
use std::time::Duration;

const LIMITS: Limits = Limits { rounds: 1, executions: 10_000_000, time: Duration::from_secs(3) };

fn models() -> Vec<Model> {
    let coffee = |writers, bytes, guarded| Model::Coffee { writers, bytes, guarded };
    let guarded = [(2, 3), (2, 8), (2, 15), (3, 3), (3, 8), (3, 15), (4, 3), (4, 8), (4, 15)];
    let racy = [(2, 3), (2, 8), (3, 3)];
    let guarded = guarded.map(|(writers, bytes)| coffee(writers, bytes, true));
    let racy = racy.map(|(writers, bytes)| coffee(writers, bytes, false));
    guarded.into_iter().chain(racy).collect()
}

/// The search of median time. A long one is done once: what disturbs it is small beside it.
fn median(search: impl Fn() -> Search) -> Search {
    let first = search();
    if first.time > Duration::from_millis(100) {
        return first;
    }
    let mut searches = [first, search(), search(), search(), search()];
    searches.sort_by_key(|search| search.time);
    searches[2]
}

/// Prints the model, the engine, the executions, whether the search was exhaustive, and its CPU seconds.
pub(crate) fn print() {
    for model in models() {
        let searches = [
            ("interleave", median(|| interleave::complete(model, LIMITS))),
            ("shuttle", median(|| shuttle::complete(model, LIMITS))),
            ("loom", median(|| loom::complete(model, LIMITS))),
        ];
        for (engine, Search { executions, complete, time, .. }) in searches {
            println!("{model}\t{engine}\t{executions}\t{complete}\t{}", time.as_secs_f64());
        }
    }
}
