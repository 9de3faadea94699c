//! Grades all submissions as one class.
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use course::{Error, OrCannot, Workspace, parallel};
use serde_json::Value;

use super::case::Case;
use super::expected::Expected;
use super::leftovers;

/// The grader needs a sandbox for hostile submissions.
pub(crate) const IS_SUPPORTED: bool = cfg!(target_os = "linux");

/// The time for one file, in seconds, unless `--limit` gives another.
pub(crate) const LIMIT: usize = 60;

/// How many seconds a job may use beyond its limit before the grader notices.
const NOTICE: f64 = 1.0;

/// What the user sees meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Show {
    Progress,
    Nothing,
}

/// How a class is graded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run<'a> {
    pub(crate) grader: &'a Path,
    /// Further options of `grade-class`.
    pub(crate) options: &'a [OsString],
    /// What one file may use, in seconds.
    pub(crate) limit: usize,
    pub(crate) show: Show,
}

/// What the grader did.
#[derive(Debug)]
pub(crate) struct Graded {
    pub(crate) submissions: usize,
    /// Each difference from what is expected, in one line.
    pub(crate) surprises: Vec<String>,
    /// The submission with the file that used most of its limit, and its seconds.
    pub(crate) costliest: (String, f64),
}

/// Grades the submissions in a folder that keeps the verdicts: what has not changed since then, and was
/// graded by the same course, engine, compiler and guards, is not graded again.
///
/// # Errors
/// If the grader cannot run.
pub(crate) fn grade(
    workspace: &Workspace,
    cases: &[Case],
    folder: &Path,
    run: Run<'_>,
) -> Result<Graded, Error> {
    let (class, results) = (folder.join("class"), folder.join("results"));
    let temporary = folder.join("tmp");
    // Each grader has a secret of its own.
    let secret = format!("secret-{}-{}", std::process::id(), folder.display());
    // The results of submissions that no longer exist.
    for old in [&class, &temporary, &results.join("results"), &results.join("times.csv")] {
        remove(old)?;
    }
    for new in [&class, &temporary] {
        fs::create_dir_all(new).or_cannot("write", new.display())?;
    }
    for case in cases {
        case.write(&class).or_cannot("write", &case.name)?;
    }
    let mut grader = Command::new(run.grader);
    grader.current_dir(&workspace.root).arg("grade-class").arg(&class);
    grader.arg("--out").arg(&results).args(["--jobs", &parallel::cores().to_string()]);
    grader.args(run.options);
    grader.env("TMPDIR", &temporary).env("COURSE_SECRET", &secret).stdin(Stdio::null());
    grader.stdout(Stdio::null()).stderr(match run.show {
        Show::Progress => Stdio::inherit(),
        Show::Nothing => Stdio::piped(),
    });
    let grader = grader.spawn().or_cannot("run", "grade-class")?;
    let process = grader.id();
    let output = grader.wait_with_output().or_cannot("run", "grade-class")?;
    // 3: some have no fair verdict, which is a surprise about each.
    if !matches!(output.status.code(), Some(0 | 3)) {
        let text = String::from_utf8_lossy(&output.stderr);
        return Err(Error::new(format!("the grader failed: {}", text.trim())));
    }
    let mut surprises = Vec::new();
    for case in cases {
        surprises.extend(compare(case, &results)?);
    }
    let sessions = workspace.cache_path("grading");
    surprises.extend(leftovers::find(&sessions, process, &temporary, &results, &secret));
    let times = results.join("times.csv");
    let read = fs::read_to_string(&times).or_cannot("read", times.display())?;
    let none = || Error::new(format!("{} has no times", times.display()));
    let costliest = costliest(&read).ok_or_else(none)?;
    if costliest.1 > run.limit as f64 + NOTICE {
        surprises.push(format!("{} used {} s of {}", costliest.0, costliest.1, run.limit));
    }
    Ok(Graded { submissions: cases.len(), surprises, costliest })
}

/// Removes a file or folder that may not exist.
pub(super) fn remove(path: &Path) -> Result<(), Error> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::io("remove", path.display(), &error))
        }
        _ => Ok(()),
    }
}

/// Where the result of a submission differs from what is expected.
fn compare(case: &Case, results: &Path) -> Result<Vec<String>, Error> {
    let file = results.join(format!("results/{}.json", case.name));
    let text = fs::read(&file).or_cannot("read", file.display())?;
    let result: Value = serde_json::from_slice(&text)
        .map_err(|error| Error::new(format!("{}: {error}", file.display())))?;
    let exercises: BTreeMap<&str, &Value> = result["exercises"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|exercise| Some((exercise["name"].as_str()?, exercise)))
        .collect();
    let check = |(name, expected): (&String, &Expected)| {
        let wrong = match exercises.get(name.as_str()) {
            Some(exercise) => expected.check(exercise)?,
            None => "is not in the result".to_owned(),
        };
        Some(format!("{}: {name}: {wrong}", case.name))
    };
    Ok(case.expected.iter().filter_map(check).collect())
}

/// The line of `times.csv` that ends with the longest time: what a file of that submission used.
pub(super) fn costliest(times: &str) -> Option<(String, f64)> {
    let line = |line: &str| {
        let (rest, used) = line.rsplit_once(',')?;
        Some((rest.rsplit_once(',')?.0.to_owned(), used.parse().ok()?))
    };
    let times = times.lines().filter_map(line);
    times.max_by(|a: &(_, f64), b| a.1.total_cmp(&b.1))
}
