//! Why threads do not run at the same time, although they should.

extern crate interleave as std;

use std::sync::{Mutex, RwLock};
use std::thread;
use std::time::Duration;

use interleave::Explorer;

const WORK: Duration = Duration::from_millis(1);

/// The explanation, on one line.
fn contention(body: impl Fn()) -> Option<String> {
    let execution = Explorer::new().fair().witness(body, |()| true).expect("the body returns");
    let text = execution.contention(78, false)?.to_string();
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn in_two_threads(work: impl Fn() + Copy + Send) {
    thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
}

#[track_caller]
fn assert_contains(text: Option<String>, parts: &[&str]) {
    let text = text.expect("a pattern fits");
    for part in parts {
        assert!(text.contains(part), "`{part}` is missing: {text}");
    }
}

#[test]
fn a_guard_in_the_head_of_a_loop_lives_through_its_body() {
    let inputs = || Mutex::new(vec![1, 2]);
    let text = contention(|| {
        let inputs = inputs();
        in_two_threads(|| {
            while let Some(_input) = inputs.lock().unwrap().pop() {
                thread::sleep(WORK);
            }
        });
    });
    assert_contains(
        text,
        &["thread-2 waits for `inputs`", "sleeps at", "the head of a `while let`"],
    );
    let text = contention(|| {
        let inputs = inputs();
        in_two_threads(|| {
            loop {
                let Some(_input) = inputs.lock().unwrap().pop() else { break };
                thread::sleep(WORK);
            }
        });
    });
    assert_eq!(text, None);
}

#[test]
fn readers_should_not_lock_to_write() {
    let text = contention(|| {
        let prices = RwLock::new(vec![1, 2]);
        in_two_threads(|| {
            let _prices = prices.write().unwrap();
            thread::sleep(WORK);
        });
    });
    assert_contains(text, &["use `read` instead of `write`", "read-lock prices"]);
    let text = contention(|| {
        let prices = RwLock::new(vec![1, 2]);
        in_two_threads(|| {
            let _prices = prices.read().unwrap();
            thread::sleep(WORK);
        });
    });
    assert_eq!(text, None);
}

#[test]
fn threads_should_be_spawned_before_one_is_joined() {
    let text = contention(|| {
        for _ in 0..2 {
            thread::spawn(|| ()).join().unwrap();
        }
    });
    assert_contains(text, &["main waits at", "only then spawns the next one"]);
    let text = contention(|| {
        let threads = [(); 2].map(|()| thread::spawn(|| ()));
        for thread in threads {
            thread.join().unwrap();
        }
    });
    assert_eq!(text, None);
}

#[test]
fn the_caller_should_not_sleep() {
    assert_contains(contention(|| thread::sleep(WORK)), &["main itself sleeps at"]);
}

/// The lines that a terminal shows first.
#[test]
fn the_lines_that_the_explanation_names_are_quoted() {
    let explored = Explorer::new().fair().witness(
        || {
            let inputs = Mutex::new(vec![1, 2]);
            in_two_threads(|| {
                let mut inputs = inputs.lock().unwrap();
                thread::sleep(WORK);
                inputs.pop();
            });
        },
        |()| true,
    );
    let explanation = explored.expect("the body returns").contention(78, false).expect("a pattern");
    let quote = explanation.quote;
    assert!(quote.contains("-> crates/report/tests/contention.rs:"), "{quote}");
    let lines: Vec<&str> = quote.lines().collect();
    let below = |code: &str| {
        let at = lines.iter().position(|line| line.ends_with(code)).expect("a quoted line");
        lines[at + 1].split_once("| ").expect("a margin").1.trim_start()
    };
    assert_eq!(
        below("let mut inputs = inputs.lock().unwrap();"),
        "^^^^ thread-1 locks `inputs`, then thread-2 too"
    );
    assert_eq!(
        below("thread::sleep(WORK);"),
        "^^^^^^^^^^^^^ thread-1 sleeps 1 ms, then thread-2 too"
    );
}
