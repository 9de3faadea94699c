//! From the command line to what is asked for.
use std::path::PathBuf;
use std::thread;

use lexopt::{Arg, ValueExt};

use crate::mutants::problem::Problem;

pub(crate) const HELP: &str = "\
how strong the tests are: which mistakes they find, and which test finds which

usage: cargo course mutants [NAME…] [OPTION…]

Makes every mistake that an operator knows in the answers, and those in
course/NAME/mutants/*.patch, and runs all tests on each. The result is compared
with matrix.txt in that folder: a survivor, a kill by another test than the
declared one, a stale entry in equivalent.toml and a changed matrix fail.

  --accept         write the matrices anew; then read them
  --check          complaints only, for `make verify`
  --json           everything about the run, for other programs
  --html DIR       the same as a page: DIR/index.html
  --browser-check           check the page in headless Chromium, if there is one
  --jobs N         so many tests at a time; otherwise as many as there are cores
  --repeat N       run the mutants N times, with 1, 2 and 4 jobs in turn: every
                   run must say the same
  --operators      list the operators
  --baseline        a suite without threads for `cat`, beside the real one;
                   with --accept, note it in course/cat/mutants/baseline.txt
  --vs-cargo-mutants
                   measure cargo-mutants on the same answers and tests
  --engine [FILE…] the mutants of cargo-mutants in the engine that judges, which
                   takes a while; those of .cargo/mutants.toml, or of the files
  --diff OLD NEW   compare two matrices, files or folders of them

examples:
  cargo course mutants loon              one exercise
  cargo course mutants --html mutants    all, as a page
  cargo course mutants --diff before mutants
";

/// What was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) names: Vec<String>,
    pub(crate) accept: bool,
    pub(crate) check: bool,
    pub(crate) json: bool,
    pub(crate) html: Option<PathBuf>,
    pub(crate) look: bool,
    pub(crate) beside: bool,
    pub(crate) baseline: bool,
    pub(crate) engine: bool,
    pub(crate) jobs: usize,
    pub(crate) repeat: usize,
    pub(crate) operators: bool,
    pub(crate) diff: Option<(PathBuf, PathBuf)>,
    pub(crate) help: bool,
}

pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Asked, Problem> {
    let jobs = thread::available_parallelism().map_or(1, usize::from);
    let mut asked = Asked { jobs, repeat: 1, ..Asked::default() };
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Short('h') | Arg::Long("help") => asked.help = true,
            Arg::Long("accept") => asked.accept = true,
            Arg::Long("check") => asked.check = true,
            Arg::Long("browser-check") => asked.look = true,
            Arg::Long("baseline") => asked.baseline = true,
            Arg::Long("engine") => asked.engine = true,
            Arg::Long("vs-cargo-mutants") => asked.beside = true,
            Arg::Long("json") => asked.json = true,
            Arg::Long("operators") => asked.operators = true,
            Arg::Long("html") => asked.html = Some(parser.value()?.into()),
            Arg::Long("jobs") => asked.jobs = number(&mut parser)?,
            Arg::Long("repeat") => asked.repeat = number(&mut parser)?,
            Arg::Long("diff") => {
                asked.diff = Some((parser.value()?.into(), parser.value()?.into()));
            }
            // Make hands over an empty EX as an empty word.
            Arg::Value(value) if value.is_empty() => {}
            Arg::Value(value) => asked.names.push(value.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(asked)
}

fn number(parser: &mut lexopt::Parser) -> Result<usize, Problem> {
    let value = parser.value()?;
    let number = value.to_str().and_then(|text| text.parse().ok()).filter(|number| *number > 0);
    number.ok_or_else(|| {
        Problem::new(format!("`{}` is no number from 1 on", value.to_string_lossy()))
            .help("`cargo course mutants --help` shows every option")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &[&str]) -> Result<Asked, Problem> {
        parse(lexopt::Parser::from_args(words))
    }

    #[test]
    fn names_and_options_come_in_any_order() {
        let asked = asked(&["loon", "--jobs", "3", "", "--json", "bank"]).unwrap();
        assert_eq!((asked.names, asked.jobs), (vec!["loon".to_owned(), "bank".to_owned()], 3));
        assert!(asked.json && !asked.accept);
    }

    #[test]
    fn no_job_at_all_is_a_mistake() {
        assert!(asked(&["--jobs", "0"]).is_err());
        assert!(asked(&["--diff", "one"]).is_err());
    }

    #[test]
    fn the_help_text_fits_80_columns() {
        assert!(HELP.lines().all(|line| line.chars().count() <= 80));
    }
}
