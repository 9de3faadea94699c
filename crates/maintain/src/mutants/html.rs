//! The analysis as one self-contained page, readable without scripts.
use std::fmt::Write;
use std::path::{Path, PathBuf};

use course::files::write_if_changed;
use course::{Error, Workspace};

use crate::mutants::analysis::Analysis;
use crate::mutants::cell::Cell;
use crate::mutants::json::{self, Exercise, Mutant, Report};

const STYLE: &str = include_str!("page/style.css");
const SCRIPT: &str = include_str!("page/script.js");

/// Writes `index.html` to the folder and returns its path.
pub(crate) fn write(
    workspace: &Workspace,
    analysis: &Analysis,
    folder: &Path,
) -> Result<PathBuf, Error> {
    let file = folder.join("index.html");
    write_if_changed(&file, page(&json::report(workspace, analysis)))
        .map_err(|error| Error::io("write", file.display(), &error))?;
    Ok(file)
}

/// The whole page.
fn page(run: &Report) -> String {
    let mutants = run.exercises.iter().map(|exercise| exercise.mutants.len()).sum::<usize>();
    let mut body = String::new();
    let _ = write!(
        body,
        "<a class=skip href=\"#matrices\">Skip to the matrices</a>\n\
         <h1>Which test kills which mutant</h1>\n\
         <p>{mutants} mutants, each an answer with one mistake, are tested under every interleaving \
         that matters. A test that fails kills the mutant. Some mutants do not compile.</p>\n{}{}\
         <main id=matrices>\n<p>R race, O over-synchronized, D deadlock, L livelock, X disallowed, \
         P panic; a dot: the test passes; a dash: the test does not call the mutated function. The \
         framed cell is the expected killer. An idle test kills nothing; other tests kill \
         everything that a redundant test kills.</p>\n",
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
         <title>Which test kills which mutant</title>\n<style>\n{STYLE}</style>\n\
         <body>\n{body}<script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    )
}

fn summary(run: &Report) -> String {
    let statuses = ["killed", "ruled out", "equivalent", "survives"];
    let mut text = String::from(
        "<div class=wide>\n<table class=sum>\n<caption>The mutants by status</caption>\n<thead><tr>\
         <th scope=col>exercise</th><th scope=col>mutants</th>",
    );
    statuses.iter().for_each(|status| _ = write!(text, "<th scope=col>{status}</th>"));
    text += "</tr></thead>\n<tbody>\n";
    let mut row = |head: String, mutants: &[&Mutant]| {
        let _ = write!(text, "<tr><th scope=row>{head}</th><td>{}</td>", mutants.len());
        for status in statuses {
            let number = mutants.iter().filter(|mutant| mutant.status == status).count();
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

fn filters(run: &Report) -> String {
    let all = || run.exercises.iter().flat_map(|exercise| &exercise.mutants);
    let mut text = String::from("<form aria-label=\"mutants to show\">\n");
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
    select("group", "kind of mutation", all().map(|mutant| mutant.group.as_str()).collect());
    select("operator", "operator", all().map(|mutant| mutant.operator.as_str()).collect());
    select("status", "status", all().map(|mutant| mutant.status).collect());
    text + "<output aria-live=polite></output>\n</form>\n"
}

/// A column for each test, a row for each mutant.
fn matrix(exercise: &Exercise) -> String {
    let name = escape(&exercise.name);
    let mut text = format!(
        "<section class=exercise id=\"{name}\">\n<h2 id=\"of-{name}\">{name}</h2>\n\
         <div class=wide>\n<table class=kill aria-labelledby=\"of-{name}\">\n\
         <thead><tr><th scope=col>mutant</th>"
    );
    for test in &exercise.tests {
        let note = if test.value.is_empty() { String::new() } else { format!(" ({})", test.value) };
        let _ = write!(
            text,
            "<th scope=col class=test title=\"{0}{note}\"><span>{0}{note}</span></th>",
            escape(&test.name)
        );
    }
    text += "<th scope=col>status</th></tr></thead>\n<tbody>\n";
    for mutant in &exercise.mutants {
        text += &row(exercise, mutant);
        text += &details(exercise, mutant);
    }
    text + "</tbody></table>\n</div>\n</section>\n"
}

fn row(exercise: &Exercise, mutant: &Mutant) -> String {
    let mut text = format!(
        "<tr class=mutant data-exercise=\"{}\" data-group=\"{}\" data-operator=\"{}\" \
         data-status=\"{}\"><th scope=row><button class=id type=button>{}</button></th>",
        escape(&exercise.name),
        escape(&mutant.group),
        escape(&mutant.operator),
        mutant.status,
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
    let status = match &mutant.code {
        Some(code) => format!("{} by the compiler: {}", mutant.status, escape(code)),
        None => mutant.status.to_owned(),
    };
    let _ = writeln!(text, "<td class=how>{status}</td></tr>");
    text
}

fn details(exercise: &Exercise, mutant: &Mutant) -> String {
    let mut text = format!(
        "<tr class=more><td colspan={}><p>complete/{}.rs:{}: {}</p><pre class=diff>",
        exercise.tests.len() + 2,
        escape(&exercise.name),
        mutant.line,
        escape(&mutant.description)
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
    match (&mutant.killer, &mutant.reason, mutant.status) {
        (Some(killer), _, "killed") => {
            let verdict = mutant.verdict.unwrap_or_default();
            let _ = write!(text, "<p>Killed by <code>{}</code>: {verdict}.</p>", escape(killer));
        }
        (_, Some(reason), _) => {
            let _ = write!(text, "<p>Equivalent: {}</p>", escape(reason));
        }
        (_, _, "survives") => {
            let wanted = escape(&mutant.caught_by);
            let _ = write!(text, "<p>No test kills it. A property that would: {wanted}.</p>");
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

    fn run() -> Report {
        let mutant = Mutant {
            id: "guard-removed/eat".to_owned(),
            operator: "guard-removed".to_owned(),
            group: "synchronization removed".to_owned(),
            description: "a lock is not taken".to_owned(),
            line: 7,
            diff: "@@ -1 +1 @@\n-Mutex<u32>\n+u32\n".to_owned(),
            change: "+ u32".to_owned(),
            status: "killed",
            code: None,
            verdicts: vec!["race", "not reached"],
            killer: Some("two_at_once".to_owned()),
            verdict: Some("race"),
            caught_by: String::new(),
            reason: None,
            report: "left < right".to_owned(),
        };
        let test = |name: &str| Test { name: name.to_owned(), value: "" };
        let tests = vec![test("two_at_once"), test("one")];
        let exercise = Exercise { name: "loon".to_owned(), tests, mutants: vec![mutant] };
        Report { exercises: vec![exercise] }
    }

    #[test]
    fn a_page_is_self_contained() {
        let page = page(&run());
        for foreign in ["http:", "https:", "src=", "@import", "url("] {
            assert!(!page.contains(foreign), "{foreign}");
        }
    }

    #[test]
    fn a_mutant_is_a_row_with_details() {
        let exercise = &run().exercises[0];
        let mutant = &exercise.mutants[0];
        insta::assert_snapshot!(format!("{}{}", row(exercise, mutant), details(exercise, mutant)));
    }
}
