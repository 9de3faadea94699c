//! GoKer: kernels of real bugs in Go programs, told in terms of std.
mod cockroach584;

use super::bug::Bug;
use super::document;

/// What GoKer says about a kernel.
#[derive(Clone, Copy, Debug)]
pub struct Published {
    /// The class of the bug.
    pub class: &'static str,
    /// In how many of 100 runs on real threads the bug showed, where that is published.
    pub of_100: Option<u32>,
}

/// The kernels.
pub const PROGRAMS: [Bug<Published>; 1] = [cockroach584::PROGRAM];

const INTRODUCTION: &str = "\
## GoKer

Kernels of bugs in Go projects (GoBench, CGO 2021). *In Go* is the share of 100 plain runs that showed the
bug, where it is published. *Found* is the number of the first execution that fails.
";

pub(super) fn section() -> String {
    let columns = ["kernel", "class", "in Go", "found", "as", "fix"];
    let rows = document::rows(columns, &PROGRAMS, |program| {
        let found = program.explore();
        let at = found.found_at().map_or("—".to_owned(), |at| at.to_string());
        let Published { class, of_100 } = program.published;
        let in_go = of_100.map_or(String::new(), |runs| format!("{runs} of 100"));
        [
            program.name.to_owned(),
            class.to_owned(),
            in_go,
            at,
            found.failure_text(),
            found.repaired_text(),
        ]
    });
    format!("{INTRODUCTION}\n{rows}")
}
