//! A report at four widths of the terminal.

extern crate interleave as std;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard};
use std::thread;

use interleave::{Explorer, Failure};

/// The widths, without the two columns by which the test kit indents a report.
const WIDTHS: [usize; 4] = [58, 78, 98, 118];

struct Queue {
    inputs: Mutex<Vec<u32>>,
    changed: Condvar,
    is_closed: AtomicBool,
}

impl Queue {
    fn new() -> Self {
        Self {
            inputs: Mutex::new(Vec::new()),
            changed: Condvar::new(),
            is_closed: AtomicBool::new(false),
        }
    }

    fn locked(&self) -> MutexGuard<'_, Vec<u32>> {
        self.inputs.lock().unwrap()
    }

    fn push(&self, input: u32) {
        self.locked().push(input);
        self.changed.notify_one();
    }

    fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
        self.changed.notify_one();
    }

    fn pop(&self) -> Option<u32> {
        let mut inputs = self.locked();
        while inputs.is_empty() && !self.is_closed.load(Ordering::SeqCst) {
            inputs = self.changed.wait(inputs).unwrap();
        }
        inputs.pop()
    }
}

/// `close` changes the condition without the lock, so its notification can come too early.
fn lost_notification(consumers: usize, is_pushed: bool) -> Failure {
    let explored = Explorer::new().check(move || {
        let queue = Queue::new();
        thread::scope(|scope| {
            for _ in 0..consumers {
                scope.spawn(|| queue.pop());
            }
            scope.spawn(|| {
                if is_pushed {
                    queue.push(7);
                }
                queue.close();
            });
        });
    });
    *explored.expect_err("the notification can be lost")
}

fn at_all_widths(failure: &Failure) -> String {
    let at = |width: usize| {
        let quote = failure.explanation(width, false).quote;
        format!("{:─<width$}\n{failure:width$}\n{quote}", "")
    };
    let text = WIDTHS.map(at).join("\n");
    let lines = |width| at(width).lines().all(|line| line.chars().count() <= width);
    assert!(WIDTHS.into_iter().all(lines), "{text}");
    text
}

#[test]
fn a_report_uses_the_width_of_the_terminal() {
    insta::assert_snapshot!(at_all_widths(&lost_notification(1, false)));
}

#[test]
fn a_report_about_several_threads_uses_the_width_of_the_terminal() {
    insta::assert_snapshot!(at_all_widths(&lost_notification(2, true)));
}

#[test]
fn the_width_without_a_terminal_is_78() {
    let failure = lost_notification(1, false);
    assert_eq!(failure.to_string(), format!("{failure:78}"));
    assert_eq!(failure.execution.to_string(), format!("{:78}", failure.execution));
}

#[test]
fn colors_change_nothing_else() {
    let failure = lost_notification(1, false);
    let colored = format!("{failure:#78}");
    assert!(colored.contains("\x1b[36mwait on changed"), "{colored}");
    assert!(colored.contains("\x1b[33mnotify_one changed"), "{colored}");
    let plain = ["\x1b[36m", "\x1b[33m", "\x1b[0m"];
    let plain = plain.iter().fold(colored, |text, code| text.replace(code, ""));
    assert_eq!(plain, format!("{failure:78}"));
}
