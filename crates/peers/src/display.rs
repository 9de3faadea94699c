//! Programs and outcomes as text; statements can be pasted into a regression test.
use crate::program::{
    Condition, MUTEXES, Op, Outcome, Program, RWLOCKS, Statement, Style, ThreadResult,
};
use std::fmt;

fn name(thread: usize) -> String {
    if thread == 0 { "main".into() } else { format!("t{thread}") }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Condition { register, equal, value }) = self.when {
            write!(f, "if r{register} {} {value} ", if equal { "==" } else { "!=" })?;
        }
        if self.op.has_result() {
            write!(f, "r{} = ", self.register)?;
        }
        write!(f, "{:?}", self.op)
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.style == Style::Scoped {
            writeln!(f, "threads are scoped")?;
        }
        if self.ops().any(|op| matches!(op, Op::Barrier { .. })) {
            writeln!(f, "barrier of {}", self.barrier)?;
        }
        for (number, channel) in self.channels.iter().enumerate() {
            let receiver = name(channel.receiver);
            let capacity =
                channel.capacity.map_or("unbounded".into(), |n| format!("bounded to {n}"));
            writeln!(f, "channel {number}: {capacity}, received by {receiver}")?;
        }
        for (number, statements) in self.threads.iter().enumerate() {
            let texts: Vec<_> = statements.iter().map(ToString::to_string).collect();
            writeln!(f, "{:4}  {}", name(number), texts.join("; "))?;
        }
        Ok(())
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, result) in self.threads.iter().enumerate() {
            match result {
                None => {}
                Some(ThreadResult::Panicked) => write!(f, "{} panicked  ", name(number))?,
                Some(ThreadResult::Returned { registers, poison }) => {
                    write!(f, "{} {registers:?}  ", name(number))?;
                    if *poison != 0 {
                        write!(f, "found poison {poison:#b}  ")?;
                    }
                }
            }
        }
        let mutexes = (0..MUTEXES).map(|n| format!("mutex{n}"));
        let names = mutexes.chain((0..RWLOCKS).map(|n| format!("rwlock{n}")));
        for (name, (value, poisoned)) in names.zip(&self.locks) {
            if *poisoned || *value != 0 {
                write!(f, "{name}={value}{} ", if *poisoned { " poisoned" } else { "" })?;
            }
        }
        write!(f, "atomics={:?}", self.atomics)
    }
}
