//! How the engine scales, beside shuttle's exhaustive search and loom.
use crate::files;
use crate::table::{Report, Table, time};

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
    let title = "Executions and CPU time until every interleaving is explored, at most 3 s for each. \
                 `coffee 3 x 8` has three threads that each write eight letters under one lock; the racy \
                 models have no lock:";
    let table = Table { title: title.to_owned(), header, rows: rows.collect() };
    Ok(Report { plots: Vec::new(), tables: vec![table] })
}
