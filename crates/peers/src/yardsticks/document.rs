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

type Section = (&'static str, fn() -> String);

const SECTIONS: [Section; 5] = [
    ("sctbench", sctbench::section),
    ("goker", goker::section),
    ("genmc", genmc::section),
    ("preemptions", preemptions::section),
    ("miri", miri::section),
];

/// The whole page.
pub fn page() -> String {
    SECTIONS.iter().fold(INTRODUCTION.to_owned(), |page, (_, section)| page + "\n" + &section())
}

/// One section of the page, without the others, which take longer; `None` if no section has this name.
pub fn section(name: &str) -> Option<String> {
    SECTIONS.iter().find(|(known, _)| *known == name).map(|(_, section)| section())
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
