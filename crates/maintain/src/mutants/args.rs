//! What the command line asks for.
use std::path::PathBuf;

use course::parallel::cores;
use course::{Arguments, Error, usage};

/// The arguments of `cargo course mutants`.
#[derive(Debug)]
pub(crate) struct Args {
    pub(crate) mode: Mode,
    /// Exercises, or files of the engine.
    pub(crate) names: Vec<String>,
    pub(crate) accept: bool,
    pub(crate) browser_check: bool,
    pub(crate) json: bool,
    pub(crate) html: Option<PathBuf>,
    pub(crate) jobs: usize,
    pub(crate) repeat: usize,
}

/// What to do; at most one of these.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Mode {
    Analyze,
    Check,
    Operators,
    Diff(PathBuf, PathBuf),
    Baseline,
    Engine,
}

impl Args {
    pub(crate) fn new(arguments: &Arguments) -> Result<Self, Error> {
        let mut names = arguments.values.clone();
        let mode = if arguments.has("operators") {
            Mode::Operators
        } else if arguments.has("diff") {
            let [old, new] = &names[..] else {
                return Err(usage("mutants", "`--diff` takes two matrices or folders".to_owned()));
            };
            Mode::Diff(old.into(), new.into())
        } else if arguments.has("baseline") {
            Mode::Baseline
        } else if arguments.has("engine") {
            Mode::Engine
        } else if arguments.has("check") {
            Mode::Check
        } else {
            Mode::Analyze
        };
        if matches!(mode, Mode::Diff(..)) {
            names.clear();
        }
        Ok(Self {
            mode,
            names,
            accept: arguments.has("accept"),
            browser_check: arguments.has("browser-check"),
            json: arguments.has("json"),
            html: arguments.option("html").map(PathBuf::from),
            jobs: arguments.number("jobs")?.unwrap_or_else(cores),
            repeat: arguments.number("repeat")?.unwrap_or(1),
        })
    }
}
