//! The text of `docs/yardsticks.md`.
use super::bug::Bug;
use super::count::Count;
use super::{genmc, goker, miri, preemptions, sctbench};

const INTRODUCTION: &str = "\
# Yardsticks

Published suites of concurrent programs, and what `interleave` makes of them. The programs are in
`crates/peers/src/yardsticks`, one file each, written from descriptions of the originals. Every figure of
`interleave` on this page comes from the command that writes it:

```sh
cargo run --release -p peers --bin yardsticks > docs/yardsticks.md
```
";

/// The whole page.
pub fn page() -> String {
    let sections =
        [sctbench::section, goker::section, genmc::section, preemptions::section, miri::section];
    sections
        .map(|section| section())
        .iter()
        .fold(INTRODUCTION.to_owned(), |page, section| page + "\n" + section)
}

/// The names of all programs, by suite.
pub fn names() -> [(&'static str, Vec<&'static str>); 4] {
    [
        ("sctbench", bugs(&sctbench::PROGRAMS)),
        ("goker", bugs(&goker::PROGRAMS)),
        ("genmc", names_of(&genmc::PROGRAMS)),
        ("miri", names_of(&miri::PROGRAMS)),
    ]
}

fn bugs<P>(programs: &[Bug<P>]) -> Vec<&'static str> {
    programs.iter().map(|bug| bug.name).collect()
}

fn names_of(programs: &[&[Count]]) -> Vec<&'static str> {
    programs.concat().iter().map(|count| count.name).collect()
}
