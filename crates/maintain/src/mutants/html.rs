//! The analysis as one self-contained page, readable without scripts.
use std::path::{Path, PathBuf};

use course::files::write_if_changed;
use course::{Error, OrCannot};
use minijinja::value::Serde;
use minijinja::{Environment, context};

use crate::mutants::analysis::Analysis;
use crate::mutants::cell;
use crate::mutants::json::{self, Mutant, Report};
use crate::mutants::pictures::{self, Pictures};
use crate::mutants::session::Session;

const PAGE: &str = include_str!("page/index.html");
const STYLE: &str = include_str!("page/style.css");
const SCRIPT: &str = include_str!("page/script.js");

/// Writes `index.html` to the folder and returns its path.
pub(crate) fn write(
    session: Session<'_>,
    analysis: &Analysis,
    folder: &Path,
) -> Result<PathBuf, Error> {
    let file = folder.join("index.html");
    let pictures = pictures::draw(analysis, session.jobs)?;
    let page = page(&json::report(session.workspace, analysis), &pictures)
        .map_err(|error| Error::new(format!("cannot write the page of mutants: {error:#}")))?;
    write_if_changed(&file, page).or_cannot("write", file.display())?;
    Ok(file)
}

/// The whole page.
fn page(run: &Report, pictures: &Pictures) -> Result<String, minijinja::Error> {
    let mut environment = Environment::new();
    environment
        .add_function("letter", |verdict: &str| cell::letter(verdict.parse().ok()).to_string());
    let mutants: Vec<&Mutant> = run.exercises.iter().flat_map(|one| &one.mutants).collect();
    let context = context! {
        style => format!("{STYLE}{}", picture::STYLE),
        script => SCRIPT,
        exercises => Serde(&run.exercises),
        mutants => Serde(&mutants),
        pictures => Serde(pictures),
    };
    environment.render_named_str("index.html", PAGE, context)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutants::json::{Exercise, Test};

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
        let page = page(&run(), &Pictures::new()).expect("the template is valid");
        for foreign in ["http:", "https:", "src=", "@import", "url("] {
            assert!(!page.contains(foreign), "{foreign}");
        }
    }

    #[test]
    fn a_mutant_is_a_row_with_details() {
        let picture = ("loon/guard-removed/eat".to_owned(), "<svg></svg>".to_owned());
        let page = page(&run(), &Pictures::from([picture])).expect("the template is valid");
        let body = page.split_once("</style>").and_then(|(_, rest)| rest.split_once("<script>"));
        insta::assert_snapshot!(body.expect("a page has a style and a script").0);
    }
}
