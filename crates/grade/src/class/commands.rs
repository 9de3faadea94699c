//! The commands `grade-class` and `grade-merge`.
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use course::screen::Progress;
use course::{Arguments, Context, Error, Source};

use super::merge::merge_results;
use super::partition::Partition;
use super::roster::{Roster, file_name};
use super::run::{Class, Counts};
use super::store::{Store, StudentResult};
use super::{csv, flags, pages};
use crate::digest::digest;
use crate::grade::CourseJudge;
use crate::grading::Conditions;
use crate::guards::Guards;
use crate::text::escape_name;
use crate::verdict::Verdict;
use crate::write::write_atomically;

/// The folder of results, unless `--out` names another.
const OUT: &str = "class-results";

/// `cargo course grade-class FOLDER|LIST [NAME…]`.
///
/// # Errors
/// If the class cannot be read, or the results cannot be written.
pub(crate) fn grade_class(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let (source, names) = (arguments.first(), &arguments.values[1..]);
    let exercises = context.catalog.select(names)?;
    let roster = Roster::read(Path::new(source))?;
    anstream::println!("{}: {} students", roster.layout, roster.students.len());
    for student in &roster.students {
        let sources = student.sources.iter().filter_map(|(path, _)| path.file_name());
        let sources: Vec<_> = sources.map(|name| name.to_string_lossy()).collect();
        anstream::println!("  {} ← {}", student.name, escape_name(&sources.join(", ")));
    }
    if arguments.has("list") {
        return Ok(ExitCode::SUCCESS);
    }
    let partition = match arguments.option("partition") {
        Some(text) => text.to_string_lossy().parse()?,
        None => Partition::ALL,
    };
    let students = partition.select(roster.students);
    let store = Store::new(Path::new(arguments.option("out").unwrap_or(OUT.as_ref())));
    let guards = Guards::of(arguments)?;
    crate::signals::kill_children_on_signals()?;
    let limit = crate::options::time_limit(arguments)?;
    let conditions = Conditions { limit, options: guards.options };
    let judge = CourseJudge::new(&context.workspace, conditions);
    let class = Class {
        context,
        exercises,
        versions: judge.versions()?.clone(),
        guards: guards.lines(),
        options: guards.options,
        limit,
        complete_only: arguments.has("complete-only"),
        store: &store,
    };
    let jobs = arguments.number("jobs")?.unwrap_or(1);
    let progress = Progress::start();
    progress.count(students.len());
    let counts = class.run(&students, jobs, &judge, |name| progress.increment(name));
    progress.stop();
    let Counts { graded, kept } = counts?;
    anstream::println!("{graded} graded, {kept} unchanged since the last run");
    let names: BTreeSet<String> = students.into_iter().map(|student| student.name).collect();
    let mut results = store.results()?;
    write_pages(context, &store, &results)?;
    results.retain(|name, _| names.contains(name));
    Ok(finish(&results))
}

/// `cargo course grade-merge OUT RESULTS…`.
///
/// # Errors
/// If a result cannot be read, or two results of a student contradict each other.
pub(crate) fn merge(context: &Context, arguments: &Arguments) -> Result<ExitCode, Error> {
    let (out, sources) = (arguments.first(), &arguments.values[1..]);
    let store = Store::new(Path::new(out));
    let mut all = Vec::new();
    for source in sources {
        let results = Store::new(Path::new(source)).results()?;
        if results.is_empty() {
            return Err(Error::new(format!("{source} contains no results"))
                .help("give the folders that `grade-class --out` wrote"));
        }
        all.push(results);
    }
    all.push(store.results()?);
    let results = merge_results(all)?;
    for result in results.values() {
        store.save(result)?;
    }
    write_pages(context, &store, &results)?;
    Ok(finish(&results))
}

/// Writes the table and the pages of everything that is in the folder.
fn write_pages(
    context: &Context,
    store: &Store,
    results: &BTreeMap<String, StudentResult>,
) -> Result<(), Error> {
    let results: Vec<&StudentResult> = results.values().collect();
    let flags = flags::flags(&results, &answers(context));
    write_atomically(&store.path("class.csv"), &csv::write(&results, &flags))?;
    write_atomically(&store.path("class.html"), &pages::class_page(&results, &flags))?;
    for result in &results {
        let page = store.path(&format!("students/{}.html", file_name(&result.student)));
        write_atomically(&page, &pages::student_page(result))?;
    }
    anstream::println!("wrote {}", store.path("class.html").display());
    Ok(())
}

/// The digests of the course's answers; students do not have them.
fn answers(context: &Context) -> BTreeSet<String> {
    let texts = context.catalog.names().filter_map(|name| {
        fs::read_to_string(context.workspace.exercise(Source::Answer, name)).ok()
    });
    texts.map(|text| digest([text])).collect()
}

/// Says which students have no fair grade yet; returns 3 if there are any.
fn finish(results: &BTreeMap<String, StudentResult>) -> ExitCode {
    let failed: Vec<&str> = results
        .values()
        .filter(|result| result.graded.count(Verdict::GraderError) > 0)
        .map(|result| result.student.as_str())
        .collect();
    if failed.is_empty() {
        return ExitCode::SUCCESS;
    }
    anstream::println!("not graded, through no fault of theirs: {}", failed.join(", "));
    anstream::println!("run `cargo course doctor`, then the same command again");
    ExitCode::from(3)
}
