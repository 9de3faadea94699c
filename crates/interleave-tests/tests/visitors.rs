//! A counter that loses visitors, and the interleaving in which it does.

#[macro_use]
extern crate interleave as std;
extern crate interleave as core;

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::thread;

fn count_two_visitors() {
    let visitors = AtomicU32::new(0);
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let count = visitors.load(SeqCst);
                visitors.store(count + 1, SeqCst);
            });
        }
    });
    assert_eq!(visitors.load(SeqCst), 2);
}

#[test]
fn the_readme_shows_this_program_and_its_report() {
    let readme = include_str!("../../interleave/README.md");
    let program = include_str!("visitors.rs").split("\n#[test]").next().unwrap();
    assert!(readme.contains(program), "the README must show:\n{program}");
    assert!(readme.contains(include_str!("getting_started.rs")), "or the file that it starts with");
    let failure = interleave::Explorer::new().check(count_two_visitors).unwrap_err();
    let report = failure.to_string();
    assert!(readme.contains(report.trim_end()), "the README must show:\n{report}");
}

#[test]
fn counting_in_one_step_is_complete_as_the_readme_says() {
    let coverage = interleave::check(|| {
        let visitors = AtomicU32::new(0);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| visitors.fetch_add(1, SeqCst));
            }
        });
        assert_eq!(visitors.load(SeqCst), 2);
    });
    assert!(
        include_str!("../../interleave/README.md")
            .contains(&format!("no interleaving fails ({coverage})"))
    );
}
