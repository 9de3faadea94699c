//! What happened, and what to try.

pub(crate) const SOMEWHERE: &str = "In between";

pub(crate) fn between_lines(first: u32, second: u32, file: &str) -> String {
    match first == second {
        true => format!("In the middle of line {first} of {file}"),
        false => format!("Between line {first} and line {second} of {file}"),
    }
}

/// The same line twice, with other code in between.
pub(crate) fn between_visits(line: u32, file: &str) -> String {
    format!("Between two visits to line {line} of {file}")
}

pub(crate) fn between_files(first: &str, second: &str) -> String {
    format!("Between {first} and {second}")
}

pub(crate) fn lost_update(between: &str, other: &str, object: &str, thread: &str) -> String {
    format!(
        "{between} another thread can come in. Here {other} changes `{object}` after {thread} has \
         looked, and {thread} goes by what it saw before. Make the look and the change one step: \
         `fetch_add` or `compare_exchange`, or a lock that is held over both."
    )
}

pub(crate) fn check_then_act(between: &str, other: &str, lock: &str, thread: &str) -> String {
    format!(
        "{between} {thread} does not hold `{lock}`. Here {other} takes it and changes what \
         {thread} has looked at. Make the look and the change one step: lock once, and keep the \
         guard over both."
    )
}

pub(crate) fn two_looks(between: &str, other: &str, lock: &str, thread: &str) -> String {
    format!(
        "{between} {thread} does not hold `{lock}`, and {other} changes it there. If both looks \
         are to fit together, lock once, and keep the guard over both."
    )
}

pub(crate) fn torn_write(thread: &str, other: &str, these: &str) -> String {
    format!(
        "{thread} and {other} write {these} at the same time, and what they write mixes. Each step \
         is safe by itself, the whole is not. Guard the whole with one lock, and hold it from the \
         first write to the last."
    )
}

pub(crate) fn torn_read(reader: &str, writer: &str, these: &str) -> String {
    format!(
        "{reader} reads {these} while {writer} is writing them, and sees a part of the old and a \
         part of the new. Guard the whole with one lock, and let the reader take it too, over all \
         that it reads."
    )
}

pub(crate) fn sleep(sleeper: &str, other: &str, line: &str) -> String {
    format!(
        "{sleeper} sleeps at {line} and then goes on, but {other} is not done. To sleep is not to \
         wait: a thread may always take longer. Keep what `spawn` returns, and `join` it."
    )
}

pub(crate) fn if_for_while(thread: &str, line: &str) -> String {
    format!(
        "{thread} goes on after the `wait` at {line}, although what it waited for may not be \
         there: a wait can end for no reason, and another thread can be quicker. Look again after each \
         wait: `while` instead of `if`, or `wait_while`."
    )
}

pub(crate) fn itself(thread: &str, lock: &str, first: &str, second: &str) -> String {
    format!(
        "{thread} locks `{lock}` at {second} and still has it since {first}. A lock cannot be \
         taken twice, not even by the thread that has it. Let the first guard go before (`drop`, \
         or a block of its own), or pass it on to the code that needs the data."
    )
}

pub(crate) fn circle(threads: &str) -> String {
    format!(
        "{threads} wait in a circle: each has what another one needs. Take locks in the same order \
         everywhere, such as the smaller number first, and no circle can arise."
    )
}

pub(crate) fn lost_wakeup(waiter: &str, notifier: &str, line: &str) -> String {
    format!(
        "{notifier} notifies at {line}, when nobody waits yet. A notification is not kept, so \
         {waiter} waits for one that is gone. Look at the condition before the wait, and change it \
         under the same lock: then it cannot change between the look and the wait."
    )
}

pub(crate) fn wrong_waiter(waiter: &str, woken: &str, line: &str) -> String {
    format!(
        "The `notify_one` at {line} wakes {woken}, and {waiter} sleeps on. It wakes any one of \
         those that wait, also one that can do nothing with it. Try `notify_all`, or one condvar for \
         each thing to wait for."
    )
}

pub(crate) fn never_notified(waiter: &str, condvar: &str) -> String {
    format!(
        "{waiter} waits on `{condvar}`, and nobody notifies it any more. Notify after each change \
         that somebody can wait for, also the last one."
    )
}

pub(crate) fn never_sent(waiter: &str) -> String {
    format!(
        "{waiter} waits for a message. It stops waiting only when every sender is gone: drop the \
         senders that nobody uses, also the first one of which the others are clones."
    )
}

pub(crate) fn never_received(waiter: &str) -> String {
    format!(
        "{waiter} sends to a channel that is full, and nobody receives. Receive until the senders \
         are gone, or drop the receiver: then `send` returns an error."
    )
}

pub(crate) fn never_unparked(waiter: &str) -> String {
    format!(
        "Each `unpark` serves one `park`, and several before one `park` count as one. First change \
         what {waiter} waits for, then `unpark` it; and let it look at that before each `park`."
    )
}

pub(crate) fn barrier(waiter: &str) -> String {
    format!(
        "{waiter} waits at a barrier for more threads than come. Make the barrier for as many \
         threads as arrive at it, each time."
    )
}

pub(crate) fn join_circle(threads: &str) -> String {
    format!(
        "{threads} wait for the end of a thread that does not end. Look at what that one waits for."
    )
}

pub(crate) fn left_behind() -> String {
    "Threads that nobody joins are still there when the test is over. Tell them that the work is \
     over (close the channel, set a flag and notify), and join them."
        .to_owned()
}

pub(crate) fn livelock() -> String {
    "Waiting by looking takes the whole time of a processor, and here it never ends. Wait for a \
     message, a Condvar or the end of a thread; and see who should change what is looked at."
        .to_owned()
}

pub(crate) fn too_long() -> String {
    "Is there a loop that does not end, or that goes on as long as another thread does? Follow the \
     last rows of the table: they show what is done again and again."
        .to_owned()
}

pub(crate) fn nondeterminism() -> String {
    "Only threads may make a difference. The order of a `HashMap`, the time, and what is kept in a \
     `static` make others: use a `BTreeMap`, and make the data anew in each run."
        .to_owned()
}

/// `first`: which thread panicked first, and where, if that is known.
pub(crate) fn poisoned(first: Option<(&str, &str)>) -> String {
    let who = match first {
        Some((thread, line)) => format!("{thread} panicked at {line}"),
        None => "A thread panicked".to_owned(),
    };
    format!(
        "{who} while it held the lock: the lock is poisoned, and `lock` returns an error to all \
         who come later. Look at that panic first: without it nobody would see this one."
    )
}

pub(crate) fn panicked(thread: &str, line: &str) -> String {
    format!(
        "Look at {line}: what does {thread} take for granted there that another thread can change? \
         Follow the table from top to bottom to see who was quicker."
    )
}

pub(crate) fn panicked_before(thread: &str, line: &str) -> String {
    format!(
        "{thread} panicked at {line}, and what it was to do is never done: others wait for it. \
         Look at that panic first."
    )
}

pub(crate) fn waits_in_panic(thread: &str, line: &str, waits: &str) -> String {
    format!(
        "{thread} panicked at {line}, and on the way out a destructor waits at {waits}: the panic \
         never comes to its end. Look at that panic first; and let `drop` wait for nobody while its \
         thread panics: `if !std::thread::panicking() {{ … }}`."
    )
}

pub(crate) fn alone() -> String {
    "No other thread takes part in this: look at what the code does, not at when.".to_owned()
}

pub(crate) fn in_general() -> String {
    "Follow the table from top to bottom: at which row would another order have been right? Make \
     what belongs together one step: a lock that is held over all of it."
        .to_owned()
}

pub(crate) fn not_allowed() -> String {
    "This exercise is about doing it with less. The order of the steps is not what fails: look for \
     another way to do what that line does."
        .to_owned()
}

pub(crate) fn unjoined() -> String {
    "That the last message of a thread has come does not mean that the thread has ended. Keep what \
     `spawn` returns, and `join` it before you go on."
        .to_owned()
}

pub(crate) fn starved() -> String {
    "Every thread has its turns here, and still one of them never gets what it waits for: the others \
     are always there first. Let nobody in who comes later: keep a queue, or a number for each."
        .to_owned()
}
