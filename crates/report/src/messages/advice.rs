//! What happened, and what to try.

use super::races::{lost_update, torn_access};
use super::weak_memory::weak_memory;
use crate::analysis::{Advice, Blocked};
use crate::failure::FailureKind;
use crate::names::Names;
use crate::op::Kind;
use crate::source::file_line;

/// Two or three sentences; empty where the message of the failure says it all.
pub(crate) fn advice(advice: &Advice, names: &Names) -> String {
    match advice {
        Advice::LostUpdate(race) => lost_update(race, names),
        Advice::TornAccess(torn) => torn_access(torn, names),
        Advice::WeakMemory(pattern) => weak_memory(pattern, names),
        Advice::Blocked(reason) => blocked(reason, names),
        Advice::SleepInsteadOfJoin { thread, unfinished, place } => {
            let (thread, unfinished) = (names.thread(*thread), names.thread(*unfinished));
            format!(
                "{thread} sleeps at {} and then continues, but {unfinished} has not finished. \
                 Sleeping is not waiting: a thread can always take longer. Keep the handle that \
                 `spawn` returns, and `join` it.",
                names.line(place)
            )
        }
        Advice::IfInsteadOfWhile { thread, place } => format!(
            "{} continues after the `wait` at {}, although its condition may not hold: a `wait` can \
             return without a notification, and another thread can be faster. Check the condition \
             again after each `wait`: use `while` instead of `if`, or `wait_while`.",
            names.thread(*thread),
            names.line(place)
        ),
        Advice::Poisoned(panic) => {
            let panicked = match panic {
                Some((thread, (file, line))) => {
                    format!("{} panicked at {}", names.thread(*thread), file_line(file, *line))
                }
                None => "A thread panicked".to_owned(),
            };
            format!(
                "{panicked} while it held the lock. That poisoned the lock, and `lock` has returned \
                 an error ever since. Fix that panic first: without it, this one does not happen."
            )
        }
        Advice::Panicked { thread, place: (file, line) } => format!(
            "Check {}: what does {} assume there that another thread can change? The table shows \
             which thread was faster.",
            file_line(file, *line),
            names.thread(*thread)
        ),
        Advice::SingleThread => "Only one thread takes part in this: the problem is what the code \
                                 does, not the order in which threads run."
            .to_owned(),
        Advice::Kind(kind) => general(*kind).to_owned(),
    }
}

fn blocked(reason: &Blocked, names: &Names) -> String {
    match reason {
        Blocked::LockedTwice { thread, lock, first, second } => format!(
            "{} locks `{}` at {}, but has held it since {}. No lock can be taken twice, not even by \
             the thread that holds it. Drop the first guard before that (with `drop`, or at the end \
             of a block), or pass it to the code that needs the data.",
            names.thread(*thread),
            names.object(*lock),
            names.line(second),
            names.line(first)
        ),
        Blocked::LockCycle(threads) => format!(
            "{} wait in a cycle: each holds a lock that another one needs. Lock in the same order \
             everywhere, for example the smaller index first, and no cycle can form.",
            names.list(threads.iter())
        ),
        Blocked::Panicked { thread, place: (file, line) } => format!(
            "{} panicked at {}, so it never does what other threads wait for. Fix that panic first.",
            names.thread(*thread),
            file_line(file, *line)
        ),
        Blocked::WaitsWhilePanicking { thread, place: (file, line), wait } => format!(
            "{} panicked at {}, and while it unwinds, a destructor waits at {}: the panic never \
             reaches its end. Fix that panic first. And do not wait in `drop` while the thread is \
             panicking: `if !std::thread::panicking() {{ … }}`.",
            names.thread(*thread),
            file_line(file, *line),
            names.line(wait)
        ),
        Blocked::WrongWaiter { waiter, woken, notified_at } => format!(
            "The `notify_one` at {} wakes {}, and {} keeps waiting. `notify_one` wakes any of the \
             waiting threads, even one that cannot continue. Use `notify_all`, or one condition \
             variable for each condition.",
            names.line(notified_at),
            names.thread(*woken),
            names.thread(*waiter)
        ),
        Blocked::LostWakeup { waiter, notify, notified_at } => format!(
            "The `{}` at {} came while no thread was waiting. A notification is not kept, so {} waits \
             for one that is gone. Check the condition before the `wait`, and change it under the \
             same lock: then it cannot change between the check and the `wait`.",
            if *notify == Kind::NotifyAll { "notify_all" } else { "notify_one" },
            names.line(notified_at),
            names.thread(*waiter)
        ),
        Blocked::NeverNotified { waiter, condvar } => format!(
            "{} waits on `{}`, and no thread notifies it anymore. Notify after every change that a \
             thread may wait for, including the last one.",
            names.thread(*waiter),
            names.object(*condvar)
        ),
        Blocked::Forever { waiter, kind } => forever(names.thread(*waiter), *kind),
        Blocked::Joins(threads) => {
            let waits = if threads.len() == 1 { "waits" } else { "wait" };
            let threads = names.list(threads.iter().copied());
            format!(
                "{threads} {waits} for a thread that never finishes. Find out what that thread waits \
                 for."
            )
        }
    }
}

fn forever(waiter: &str, kind: Kind) -> String {
    match kind {
        Kind::Recv { .. } => format!(
            "{waiter} waits for a message. It stops waiting only when all senders are dropped: drop \
             the senders that are no longer used, including the one that the others were cloned from."
        ),
        Kind::Park { .. } => format!(
            "Each `unpark` ends one `park`, and several of them before a `park` count as one. First \
             change what {waiter} waits for, then `unpark` it; and let it check its condition before \
             each `park`."
        ),
        Kind::Leave { .. } => format!(
            "{waiter} waits at a barrier for more threads than ever arrive. Create the barrier for \
             exactly as many threads as arrive at it each time."
        ),
        _ => format!(
            "{waiter} sends to a channel that is full, and no thread receives. Receive until all \
             senders are dropped, or drop the receiver: then `send` returns an error."
        ),
    }
}

fn general(kind: FailureKind) -> &'static str {
    match kind {
        FailureKind::Assertion | FailureKind::Panic | FailureKind::Deadlock => {
            "Follow the table from top to bottom: in which row does a thread act on something that \
             is no longer true, or not true yet?"
        }
        FailureKind::Livelock => {
            "Busy-waiting burns a CPU core, and here it never ends. Wait for a message, a condition \
             variable or the end of a thread instead; and check which thread should change the value."
        }
        FailureKind::Starvation => {
            "Every thread keeps running here, but one of them never gets what it waits for, because \
             another one is always faster. Do not let later threads overtake: keep a queue, or give \
             each thread a number."
        }
        FailureKind::StepLimit => {
            "Is there a loop that never ends, or that runs as long as another thread does? The last \
             rows of the table show what is repeated."
        }
        FailureKind::BlockedThreads => {
            "Some threads are never joined and still wait when the test is over. Tell them that \
             there is no more work (close the channel, or set a flag and notify), and join them."
        }
        FailureKind::UnjoinedThreads => {
            "A thread can still be running after it has sent its last message. Keep the handle that \
             `spawn` returns, and `join` it before you continue."
        }
        FailureKind::DisallowedPrimitive => {
            "This test asks for a solution without it. The order of the steps is not the \
             problem: find another way to do what that line does."
        }
        FailureKind::Nondeterminism => {
            "Only the order of threads may make a difference. The order of a `HashMap`, the time and \
             data in a `static` make others: use a `BTreeMap`, and create the data anew in each run."
        }
        FailureKind::Unsupported | FailureKind::StaleSchedule => "",
    }
}
