//! On real threads, calls are ordered by real time.

use std::sync::mpsc;
use std::thread;

use interleave::History;

use super::Op::{Read, Write};
use super::{Op, Register, apply, call, is_linearizable};
use crate::common::Xorshift;

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

/// A call, and the times at which it begins and ends.
#[derive(Debug)]
struct Planned {
    op: Op,
    result: u32,
    begin: usize,
    end: usize,
}

fn plan(random: &mut Xorshift) -> Vec<Planned> {
    let call = |at| {
        let value = random.below(3) as u32;
        let op = if random.below(2) == 0 { Write(value) } else { Read };
        // No two times are the same.
        let begin = random.below(8) * 10 + at;
        Planned { op, result: value, begin, end: begin + 5 + 10 * random.below(4) }
    };
    (0..5).map(call).collect()
}

/// Makes each call in its own thread, at the planned times.
fn carry_out(plan: &[Planned], history: &Register) {
    let times = plan.iter().enumerate();
    let mut times: Vec<_> =
        times.flat_map(|(at, call)| [(call.begin, at), (call.end, at)]).collect();
    times.sort_unstable();
    thread::scope(|scope| {
        let mut threads: Vec<_> = plan.iter().map(|_| None).collect();
        for (_, at) in times {
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

/// Whether the remaining calls have a valid order. Tries all of them.
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
    let (mut random, mut linearizable) = (Xorshift::new(1), 0);
    for _ in 0..300 {
        let plan = plan(&mut random);
        let history = History::new();
        carry_out(&plan, &history);
        let expected = has_order(&plan, &mut Vec::new(), 0);
        assert_eq!(is_linearizable(&history), expected, "{plan:?}");
        linearizable += u32::from(expected);
    }
    assert!((50..250).contains(&linearizable), "{linearizable}");
}
