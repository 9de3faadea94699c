//! Programs and outcomes as text that a person can act on.
use crate::program::{
    Capacity, Condition, End, MUTEXES, Op, Outcome, Program, RWLOCKS, Statement, Style,
};
use std::fmt;

fn name(thread: impl Into<usize>) -> String {
    match thread.into() {
        0 => "main".into(),
        n => format!("t{n}"),
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Op::Lock { mutex } => write!(f, "lock m{mutex}"),
            Op::TryLock { mutex, reg } => write!(f, "r{reg} = try_lock m{mutex}"),
            Op::Unlock { mutex } => write!(f, "unlock m{mutex}"),
            Op::Add { mutex, value } => write!(f, "*m{mutex} += {value}"),
            Op::Get { mutex, reg } => write!(f, "r{reg} = *m{mutex}"),
            Op::WaitWhile { mutex, value } => {
                write!(f, "while *m{mutex} == {value} {{ wait c{mutex} }}")
            }
            Op::WaitOnce { mutex, value } => {
                write!(f, "if *m{mutex} == {value} {{ wait c{mutex} }}")
            }
            Op::WaitTimeout { mutex, value, reg } => {
                write!(f, "r{reg} = if *m{mutex} == {value} {{ wait_timeout m{mutex} }}")
            }
            Op::NotifyOne { mutex } => write!(f, "notify_one c{mutex}"),
            Op::NotifyAll { mutex } => write!(f, "notify_all c{mutex}"),
            Op::Read { rwlock } => write!(f, "read w{rwlock}"),
            Op::TryRead { rwlock, reg } => write!(f, "r{reg} = try_read w{rwlock}"),
            Op::Write { rwlock } => write!(f, "write w{rwlock}"),
            Op::TryWrite { rwlock, reg } => write!(f, "r{reg} = try_write w{rwlock}"),
            Op::Release { rwlock } => write!(f, "release w{rwlock}"),
            Op::AddWritten { rwlock, value } => write!(f, "*w{rwlock} += {value}"),
            Op::GetRead { rwlock, reg } => write!(f, "r{reg} = *w{rwlock}"),
            Op::Load { atomic, reg } => write!(f, "r{reg} = a{atomic}.load()"),
            Op::Look { atomic, pauses, reg } => {
                let pause = if pauses { "; yield" } else { "" };
                write!(f, "r{reg} = rounds of a{atomic}.load() == 0{pause}")
            }
            Op::Store { atomic, value } => write!(f, "a{atomic}.store({value})"),
            Op::StoreReg { atomic, from } => write!(f, "a{atomic}.store(r{from})"),
            Op::FetchAdd { atomic, value, reg } => {
                write!(f, "r{reg} = a{atomic}.fetch_add({value})")
            }
            Op::CompareExchange { atomic, old, new, reg, weak } => {
                let weak = if weak { "_weak" } else { "" };
                write!(f, "r{reg} = a{atomic}.compare_exchange{weak}({old}, {new})")
            }
            Op::Send { channel, value, reg } => write!(f, "r{reg} = ch{channel}.send({value})"),
            Op::TrySend { channel, value, reg } => {
                write!(f, "r{reg} = ch{channel}.try_send({value})")
            }
            Op::Recv { channel, reg } => write!(f, "r{reg} = ch{channel}.recv()"),
            Op::TryRecv { channel, reg } => write!(f, "r{reg} = ch{channel}.try_recv()"),
            Op::Hangup { channel } => write!(f, "drop(sender of ch{channel})"),
            Op::RecvTimeout { channel, reg } => write!(f, "r{reg} = ch{channel}.recv_timeout()"),
            Op::ParkTimeout => write!(f, "park_timeout"),
            Op::Sleep => write!(f, "sleep"),
            Op::IsFinished { thread, reg } => write!(f, "r{reg} = {}.is_finished()", name(thread)),
            Op::OnceSet { once, value, reg } => write!(f, "r{reg} = once{once}.set({value})"),
            Op::OnceGet { once, reg } => write!(f, "r{reg} = once{once}.get()"),
            Op::OnceInit { once, value, reg } => {
                write!(f, "r{reg} = once{once}.get_or_init(|| {{ a0.fetch_add(1); {value} }})")
            }
            Op::Park => write!(f, "park"),
            Op::ParkUntil { atomic } => write!(f, "while a{atomic}.load() == 0 {{ park }}"),
            Op::Unpark { thread } => write!(f, "unpark {}", name(thread)),
            Op::Barrier => write!(f, "barrier.wait()"),
            Op::BarrierLeader { reg } => write!(f, "r{reg} = barrier.wait().is_leader()"),
            Op::Spawn { thread } => write!(f, "spawn {}", name(thread)),
            Op::Join { thread, reg } => write!(f, "r{reg} = join {}", name(thread)),
            Op::Panic => write!(f, "panic"),
        }
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Condition { reg, equal, value }) = self.when {
            write!(f, "if r{reg} {} {value} ", if equal { "==" } else { "!=" })?;
        }
        write!(f, "{}", self.op)
    }
}

impl fmt::Display for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.style == Style::Scoped {
            writeln!(f, "threads are scoped")?;
        }
        if self.ops().any(|op| matches!(op, Op::Barrier | Op::BarrierLeader { .. })) {
            writeln!(f, "barrier of {}", self.barrier)?;
        }
        for (id, channel) in self.channels.iter().enumerate() {
            let owner = name(channel.receiver);
            match channel.capacity {
                Capacity::Unbounded => writeln!(f, "ch{id} = channel(), received by {owner}")?,
                Capacity::Bounded(n) => {
                    writeln!(f, "ch{id} = sync_channel({n}), received by {owner}")?
                }
            }
        }
        for (id, statements) in self.threads.iter().enumerate() {
            let texts: Vec<_> = statements.iter().map(ToString::to_string).collect();
            writeln!(f, "{:4}  {}", name(id), texts.join("; "))?;
        }
        Ok(())
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (id, end) in self.ends.iter().enumerate() {
            match end {
                None => {}
                Some(End::Panicked) => write!(f, "{} panicked  ", name(id))?,
                Some(End::Returned { regs, poison: 0 }) => write!(f, "{} {regs:?}  ", name(id))?,
                Some(End::Returned { regs, poison }) => {
                    write!(f, "{} {regs:?} met poison {poison:#b}  ", name(id))?;
                }
            }
        }
        let names =
            (0..MUTEXES).map(|n| format!("m{n}")).chain((0..RWLOCKS).map(|n| format!("w{n}")));
        for (name, (value, poisoned)) in names.zip(&self.locks) {
            match poisoned {
                true => write!(f, "{name}={value} poisoned ")?,
                false if *value != 0 => write!(f, "{name}={value} ")?,
                false => {}
            }
        }
        write!(f, "a={:?}", self.atomics)
    }
}
