//! On real threads the order is that of real time.

use std::sync::mpsc;
use std::thread;

use interleave::History;

use super::Op::{Read, Write};
use super::{Op, Register, apply, call, is_linearizable};

#[test]
fn a_pending_call_may_take_effect_or_not() {
    let history = Register::new();
    let (finish, wait) = mpsc::channel::<()>();
    let (began, begun) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| {
            history.record(Write(1), || {
                began.send(()).unwrap();
                wait.into_iter().for_each(drop);
                1
            })
        });
        begun.recv().unwrap();
        assert_eq!(history.linearize(0, apply).unwrap(), []);
        call(&history, Read, 0);
        assert_eq!(history.linearize(0, apply).unwrap(), [Read]);
        call(&history, Read, 1);
        assert_eq!(history.linearize(0, apply).unwrap(), [Read, Write(1), Read]);
        drop(finish);
    });
    call(&history, Read, 0);
    assert!(!is_linearizable(&history));
}

/// A call, and the moments at which it begins and ends.
#[derive(Debug)]
struct Planned {
    op: Op,
    result: u32,
    begin: u64,
    end: u64,
}

/// Xorshift (Marsaglia, 2003).
fn below(limit: u64, chance: &mut u64) -> u64 {
    *chance ^= *chance << 13;
    *chance ^= *chance >> 7;
    *chance ^= *chance << 17;
    *chance % limit
}

fn plan(chance: &mut u64) -> Vec<Planned> {
    let call = |at| {
        let value = below(3, chance) as u32;
        let (op, result) = match below(2, chance) {
            0 => (Write(value), value),
            _ => (Read, value),
        };
        // No two moments are the same.
        let begin = below(8, chance) * 10 + at;
        Planned { op, result, begin, end: begin + 5 + 10 * below(4, chance) }
    };
    (0..5).map(call).collect()
}

/// Makes each call in a thread of its own, at the moments that the plan says.
fn carry_out(plan: &[Planned], history: &Register) {
    let moments = plan.iter().enumerate();
    let mut moments: Vec<_> =
        moments.flat_map(|(at, call)| [(call.begin, at), (call.end, at)]).collect();
    moments.sort_unstable();
    thread::scope(|scope| {
        let mut threads: Vec<_> = plan.iter().map(|_| None).collect();
        for (_, at) in moments {
            let call = &plan[at];
            match threads[at].take() {
                None => {
                    let ((began, begun), (end, ended)) = (mpsc::channel(), mpsc::channel::<()>());
                    let thread = scope.spawn(move || {
                        history.record(call.op, || {
                            began.send(()).unwrap();
                            ended.recv().unwrap_err();
                            call.result
                        })
                    });
                    begun.recv().unwrap();
                    threads[at] = Some((thread, end));
                }
                Some((thread, end)) => {
                    drop(end);
                    thread.join().unwrap();
                }
            }
        }
    });
}

/// Whether the rest of the calls can follow in some order: tries them all.
fn has_order(plan: &[Planned], done: &mut Vec<usize>, value: u32) -> bool {
    let next = |at: usize, done: &[usize]| {
        let waits_for = |other| !done.contains(&other) && plan[other].end < plan[at].begin;
        !done.contains(&at) && !(0..plan.len()).any(waits_for)
    };
    done.len() == plan.len()
        || (0..plan.len()).any(|at| {
            let mut value = value;
            if !next(at, done) || apply(&mut value, &plan[at].op) != plan[at].result {
                return false;
            }
            done.push(at);
            let found = has_order(plan, done, value);
            done.pop();
            found
        })
}

#[test]
fn the_verdict_equals_that_of_trying_every_order_that_real_time_allows() {
    let (mut chance, mut good) = (0x9E37_79B9_7F4A_7C15, 0);
    for _ in 0..300 {
        let plan = plan(&mut chance);
        let history = History::new();
        carry_out(&plan, &history);
        let expected = has_order(&plan, &mut Vec::new(), 0);
        assert_eq!(is_linearizable(&history), expected, "{plan:?}");
        good += u32::from(expected);
    }
    assert!((50..250).contains(&good), "{good}");
}
