//! The run as one page that needs nothing else: no network, no server, no script to be read.
use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::mutants::analysis::Analysis;
use crate::mutants::cell::Cell;
use crate::mutants::files;
use crate::mutants::json::{self, Exercise, Mutant, Run};
use crate::mutants::problem::Problem;

const STYLE: &str = include_str!("page/style.css");
const SCRIPT: &str = include_str!("page/script.js");

/// Writes `index.html` into the folder, and says where it is.
pub(crate) fn write(root: &Path, campaign: &Analysis, folder: &Path) -> Result<PathBuf, Problem> {
    let file = folder.join("index.html");
    files::put(&file, &page(&json::run(root, campaign)))
        .map_err(|error| Problem::io("write", file.display(), &error))?;
    Ok(file)
}

/// The whole page.
fn page(run: &Run) -> String {
    let mutants = run.exercises.iter().map(|exercise| exercise.mutants.len()).sum::<usize>();
    let mut body = String::new();
    let _ = write!(
        body,
        "<a class=skip href=\"#matrices\">To the matrices</a>\n\
         <h1>Which test finds which mistake</h1>\n\
         <p>{mutants} mistakes were made in the answers, one at a time, and every test was run on \
         each, under every interleaving that matters. A mistake that a test finds is killed. \
         What the compiler rejects never comes so far.</p>\n{}{}\
         <main id=matrices>\n<p>R race, O over-synchronized, D deadlock, L livelock, P panic; a \
         dot: the test passes; a dash: it never calls what is changed. The framed field is the test \
         that must find the mistake. A test is idle if it finds nothing, and redundant if others \
         find all that it finds.</p>\n",
        summary(run),
        filters(run)
    );
    for exercise in &run.exercises {
        body += &matrix(exercise);
    }
    body += "</main>\n";
    format!(
        "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\n\
         <title>Which test finds which mistake</title>\n<style>\n{STYLE}</style>\n\
         <body>\n{body}<script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    )
}

fn summary(run: &Run) -> String {
    let ends = ["killed", "ruled out", "equivalent", "survives"];
    let mut text = String::from(
        "<div class=wide>\n<table class=sum>\n<caption>What became of the mistakes</caption>\n<thead><tr>\
         <th scope=col>exercise</th><th scope=col>mistakes</th>",
    );
    ends.iter().for_each(|end| _ = write!(text, "<th scope=col>{end}</th>"));
    text += "</tr></thead>\n<tbody>\n";
    let mut row = |head: String, mutants: &[&Mutant]| {
        let _ = write!(text, "<tr><th scope=row>{head}</th><td>{}</td>", mutants.len());
        for end in ends {
            let number = mutants.iter().filter(|mutant| mutant.end == end).count();
            let _ = write!(text, "<td>{number}</td>");
        }
        text += "</tr>\n";
    };
    for exercise in &run.exercises {
        let name = escape(&exercise.name);
        let mutants: Vec<&Mutant> = exercise.mutants.iter().collect();
        row(format!("<a href=\"#{name}\">{name}</a>"), &mutants);
    }
    let all: Vec<&Mutant> = run.exercises.iter().flat_map(|exercise| &exercise.mutants).collect();
    if run.exercises.len() > 1 {
        row("all".to_owned(), &all);
    }
    text + "</tbody></table>\n</div>\n"
}

fn filters(run: &Run) -> String {
    let all = || run.exercises.iter().flat_map(|exercise| &exercise.mutants);
    let mut text = String::from("<form aria-label=\"which mistakes are shown\">\n");
    let mut select = |name: &str, label: &str, of: Vec<&str>| {
        let mut values = Vec::new();
        for value in of {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        let _ = write!(text, "<label>{label}<select name={name}><option value=\"\">all</option>");
        for value in values {
            let value = escape(value);
            let _ = write!(text, "<option value=\"{value}\">{value}</option>");
        }
        text += "</select></label>\n";
    };
    select("exercise", "exercise", run.exercises.iter().map(|e| e.name.as_str()).collect());
    select("group", "sort of mistake", all().map(|mutant| mutant.group.as_str()).collect());
    select("operator", "operator", all().map(|mutant| mutant.operator.as_str()).collect());
    select("end", "what became of it", all().map(|mutant| mutant.end).collect());
    text + "<output aria-live=polite></output>\n</form>\n"
}

/// Tests across, mutants down.
fn matrix(exercise: &Exercise) -> String {
    let name = escape(&exercise.name);
    let mut text = format!(
        "<section class=exercise id=\"{name}\">\n<h2 id=\"of-{name}\">{name}</h2>\n\
         <div class=wide>\n<table class=kill aria-labelledby=\"of-{name}\">\n\
         <thead><tr><th scope=col>mistake</th>"
    );
    for test in &exercise.tests {
        let note = if test.worth.is_empty() { String::new() } else { format!(" ({})", test.worth) };
        let _ = write!(
            text,
            "<th scope=col class=test title=\"{0}{note}\"><span>{0}{note}</span></th>",
            escape(&test.name)
        );
    }
    text += "<th scope=col>end</th></tr></thead>\n<tbody>\n";
    for mutant in &exercise.mutants {
        text += &row(exercise, mutant);
        text += &details(exercise, mutant);
    }
    text + "</tbody></table>\n</div>\n</section>\n"
}

fn row(exercise: &Exercise, mutant: &Mutant) -> String {
    let mut text = format!(
        "<tr class=mutant data-exercise=\"{}\" data-group=\"{}\" data-operator=\"{}\" \
         data-end=\"{}\"><th scope=row><button class=id type=button>{}</button></th>",
        escape(&exercise.name),
        escape(&mutant.group),
        escape(&mutant.operator),
        mutant.end,
        escape(&mutant.id)
    );
    for (test, verdict) in exercise.tests.iter().zip(&mutant.verdicts) {
        let letter = Cell::of_name(verdict).map_or('?', Cell::letter);
        let is_killer = mutant.killer.as_ref() == Some(&test.name);
        let class = if letter.is_alphabetic() { letter.to_string() } else { "quiet".to_owned() };
        let killer = if is_killer { " killer" } else { "" };
        let shown = match letter {
            '.' => '·',
            '-' => '–',
            letter => letter,
        };
        let _ = write!(
            text,
            "<td class=\"cell {class}{killer}\" aria-label=\"{verdict}\" title=\"{}: {verdict}\">\
             {shown}</td>",
            escape(&test.name)
        );
    }
    if mutant.verdicts.is_empty() {
        text += &"<td class=\"cell quiet\" aria-label=\"not compiled\"></td>"
            .repeat(exercise.tests.len());
    }
    let end = match &mutant.code {
        Some(code) => format!("{} by the compiler: {}", mutant.end, escape(code)),
        None => mutant.end.to_owned(),
    };
    let _ = writeln!(text, "<td class=how>{end}</td></tr>");
    text
}

fn details(exercise: &Exercise, mutant: &Mutant) -> String {
    let mut text = format!(
        "<tr class=more><td colspan={}><p>complete/{}.rs:{}: {}</p><pre class=diff>",
        exercise.tests.len() + 2,
        escape(&exercise.name),
        mutant.line,
        escape(&mutant.does)
    );
    for line in mutant.diff.lines() {
        let shown = escape(line);
        let _ = match line.as_bytes().first() {
            Some(b'+') => writeln!(text, "<ins>{shown}</ins>"),
            Some(b'-') => writeln!(text, "<del>{shown}</del>"),
            _ => writeln!(text, "{shown}"),
        };
    }
    text += "</pre>";
    match (&mutant.killer, &mutant.reason, mutant.end) {
        (Some(killer), _, "killed") => {
            let verdict = mutant.verdict.unwrap_or_default();
            let _ = write!(text, "<p>Found by <code>{}</code>: {verdict}.</p>", escape(killer));
        }
        (_, Some(reason), _) => {
            let _ = write!(text, "<p>No mistake: {}</p>", escape(reason));
        }
        (_, _, "survives") => {
            let wanted = escape(&mutant.caught_by);
            let _ = write!(text, "<p>Nobody finds it. A property that would: {wanted}.</p>");
        }
        _ => {}
    }
    if !mutant.report.is_empty() {
        let _ = write!(text, "<pre class=report>{}</pre>", escape(mutant.report.trim_end()));
    }
    text + "</td></tr>\n"
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutants::json::Test;

    fn run() -> Run {
        let mutant = Mutant {
            id: "guard-removed/eat".to_owned(),
            operator: "guard-removed".to_owned(),
            group: "synchronisation removed".to_owned(),
            does: "a lock is not taken".to_owned(),
            line: 7,
            diff: "@@ -1 +1 @@\n-Mutex<u32>\n+u32\n".to_owned(),
            change: "+ u32".to_owned(),
            end: "killed",
            code: None,
            verdicts: vec!["race", "not reached"],
            killer: Some("two_at_once".to_owned()),
            verdict: Some("race"),
            caught_by: String::new(),
            reason: None,
            report: "left < right".to_owned(),
        };
        let test = |name: &str| Test { name: name.to_owned(), worth: "" };
        let tests = vec![test("two_at_once"), test("one")];
        let exercise = Exercise { name: "loon".to_owned(), tests, mutants: vec![mutant] };
        Run { exercises: vec![exercise] }
    }

    #[test]
    fn a_page_needs_nothing_from_elsewhere() {
        let page = page(&run());
        for foreign in ["http:", "https:", "src=", "@import", "url("] {
            assert!(!page.contains(foreign), "{foreign}");
        }
    }

    #[test]
    fn a_mutant_is_a_row_and_what_can_be_opened() {
        let exercise = &run().exercises[0];
        let mutant = &exercise.mutants[0];
        insta::assert_snapshot!(format!("{}{}", row(exercise, mutant), details(exercise, mutant)));
    }
}
