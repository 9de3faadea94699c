//! How the engine scales, beside shuttle's exhaustive search and loom.
use crate::files;
use crate::plot::Plot;
use crate::table::{Report, Table, rate, time};

/// One search: the model, the engine, its executions, whether it was exhaustive, and its CPU time.
struct Search {
    model: String,
    engine: String,
    executions: u64,
    is_complete: bool,
    seconds: f64,
}

/// Reads a line with tabs between the values.
fn search(line: &str) -> Option<Search> {
    let mut values = line.split('\t').map(str::to_owned);
    Some(Search {
        model: values.next()?,
        engine: values.next()?,
        executions: values.next()?.parse().ok()?,
        is_complete: values.next()? == "true",
        seconds: values.next()?.parse().ok()?,
    })
}

pub(crate) fn measure() -> Result<Report, String> {
    let mut cargo = files::command("cargo");
    cargo.args([
        "bench", "--quiet", "--locked", "-p", "peers", "--bench", "engines", "--", "--data",
    ]);
    let printed = files::output(&mut cargo)?;
    let searches: Vec<Search> = printed.lines().filter_map(search).collect();
    let mut models: Vec<&str> = searches.iter().map(|search| search.model.as_str()).collect();
    models.dedup();
    let cell = |model: &str, engine: &str| {
        let found = searches.iter().find(|one| one.model == model && one.engine == engine);
        found.map_or_else(
            || "-".to_owned(),
            |search| match search.is_complete {
                true => format!("{} in {}", search.executions, time(search.seconds)),
                false => "not finished".to_owned(),
            },
        )
    };
    let rows = models.iter().map(|model| {
        let engines = ["interleave", "shuttle", "loom"].map(|engine| cell(model, engine));
        [(*model).to_owned()].into_iter().chain(engines).collect()
    });
    let header =
        ["model", "this engine", "shuttle, exhaustive", "loom"].map(str::to_owned).to_vec();
    let title = "Executions and CPU time until every interleaving is explored, at most 3 s; below 0.1 s the \
                 median of five searches. \
                 `coffee 3 x 8` has three threads that each write eight letters under one lock; the racy \
                 models have no lock:";
    let table = Table { title: title.to_owned(), header, rows: rows.collect() };
    let growth = |what: &str, show, of: fn(&Search) -> f64| -> Result<_, String> {
        let title = format!("{what} of each engine with 2, 3 and 4 threads that share a lock");
        let plot = Plot {
            title: title.clone(),
            x: "letters that each thread writes".to_owned(),
            y: what.to_owned(),
            show,
            is_log_x: false,
            lines: lines(&searches, of),
        };
        Ok((format!("engine-{}", what.replace(' ', "-")), title, plot.svg()?))
    };
    let plots = vec![
        growth("executions", rate, |search| search.executions as f64)?,
        growth("time", time, |search| search.seconds)?,
    ];
    Ok(Report { plots, tables: vec![table] })
}

/// A line for each engine and number of threads, such as `loom 2`: complete searches of `coffee`, by the number of letters.
fn lines(searches: &[Search], of: fn(&Search) -> f64) -> Vec<(String, Vec<(f64, f64)>)> {
    let mut lines: Vec<(String, Vec<(f64, f64)>)> = Vec::new();
    for search in searches.iter().filter(|search| search.is_complete) {
        let size = search.model.strip_prefix("coffee ").and_then(|size| size.split_once(" x "));
        let Some((threads, letters)) = size else { continue };
        let name = format!("{} {threads}", search.engine);
        let Ok(letters) = letters.parse() else { continue };
        let point = (letters, of(search));
        match lines.iter_mut().find(|(known, _)| *known == name) {
            Some((_, points)) => points.push(point),
            None => lines.push((name, vec![point])),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_complete_searches_of_an_engine_with_as_many_threads() {
        let printed = "coffee 2 x 3\tloom\t18\ttrue\t0.5\ncoffee 2 x 8\tloom\t33\ttrue\t0.5\n\
                       coffee 3 x 3\tloom\t9\tfalse\t3\nracy coffee 2 x 3\tloom\t486\ttrue\t0.5";
        let searches: Vec<Search> = printed.lines().filter_map(search).collect();
        let expected = ("loom 2".to_owned(), vec![(3.0, 18.0), (8.0, 33.0)]);
        assert_eq!(lines(&searches, |search| search.executions as f64), [expected]);
    }
}
