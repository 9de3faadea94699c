//! Which primitives a solution uses, and whether it joins its threads.

use interleave::sync::atomic::{AtomicU32, Ordering::SeqCst};
use interleave::sync::{Arc, Condvar, Mutex, OnceLock, mpsc};
use interleave::{Explorer, FailureKind, Primitive, thread};

/// Counts with a lock.
fn with_a_lock() -> u32 {
    let count = Arc::new(Mutex::new(0));
    let theirs = Arc::clone(&count);
    thread::spawn(move || *theirs.lock().unwrap() += 1).join().unwrap();
    *count.lock().unwrap()
}

/// Counts with a channel.
fn with_a_channel() -> u32 {
    let (sender, receiver) = mpsc::channel();
    let thread = thread::spawn(move || receiver.iter().sum());
    sender.send(1).unwrap();
    drop(sender);
    thread.join().unwrap()
}

#[test]
fn operations_are_listed_in_order() {
    let execution = Explorer::new().witness(with_a_lock, |count| *count == 1).unwrap();
    let operations: Vec<_> = execution
        .operations()
        .map(|operation| (operation.thread, operation.name, operation.on.to_string()))
        .collect();
    let operations: Vec<_> =
        operations.iter().map(|(thread, name, on)| (*thread, *name, on.as_str())).collect();
    assert_eq!(
        operations,
        [(0, "spawn", "thread"), (1, "lock", "Mutex"), (0, "join", "thread"), (0, "lock", "Mutex")]
    );
    let place = execution.operations().next().unwrap().place;
    assert!(place.file().ends_with("primitives_used.rs"), "{place}");
}

#[test]
fn a_wait_and_a_wakeup_are_one_operation_each() {
    let body = || {
        let pair = (Mutex::new(false), Condvar::new());
        thread::scope(|scope| {
            scope.spawn(|| {
                *pair.0.lock().unwrap() = true;
                pair.1.notify_one();
            });
            drop(pair.1.wait_while(pair.0.lock().unwrap(), |ready| !*ready).unwrap());
        });
    };
    let waits = |execution: &interleave::Execution| {
        execution.operations().filter(|operation| operation.name == "wait").count()
    };
    let execution = Explorer::new().witness(body, |()| true).unwrap();
    assert_eq!(waits(&execution), 1, "{execution}");
    assert!(execution.operations().any(|operation| operation.on == Primitive::Condvar));
}

#[test]
fn a_disallowed_primitive_is_found_wherever_it_is_used() {
    let only = Explorer::new().allow_only([Primitive::Channel, Primitive::Thread]);
    assert!(only.check(|| assert_eq!(with_a_channel(), 1)).is_ok());
    let failure = only.check(|| assert_eq!(with_a_lock(), 1)).unwrap_err();
    assert_eq!(failure.kind, FailureKind::DisallowedPrimitive);
    let in_one_interleaving = |body: &dyn Fn()| {
        let count = AtomicU32::new(0);
        thread::scope(|scope| {
            scope.spawn(|| count.store(1, SeqCst));
            if count.load(SeqCst) == 1 {
                body();
            }
        });
    };
    let only = Explorer::new().allow_only([Primitive::Atomic, Primitive::Thread]);
    assert!(only.check(|| in_one_interleaving(&|| ())).is_ok());
    let failure = only.check(|| in_one_interleaving(&|| _ = OnceLock::new().set(1))).unwrap_err();
    assert_eq!(failure.kind, FailureKind::DisallowedPrimitive);
    let failure = Explorer::new()
        .allow_only([Primitive::Atomic])
        .check(|| in_one_interleaving(&|| ()))
        .unwrap_err();
    assert!(
        failure.message.contains(" uses a thread, but only atomics are allowed"),
        "{}",
        failure.message
    );
}

#[test]
fn a_thread_must_be_joined_or_seen_finished() {
    let deny = Explorer::new().deny_unjoined_threads();
    assert!(deny.check(|| _ = with_a_channel()).is_ok());
    assert!(deny.check(|| thread::scope(|scope| _ = scope.spawn(|| ()))).is_ok());
    let not_joined = || {
        let (sender, receiver) = mpsc::channel();
        let worker = thread::Builder::new().name("worker".to_owned());
        worker.spawn(move || sender.send(())).unwrap();
        receiver.recv().unwrap();
    };
    let failure = deny.check(not_joined).unwrap_err();
    assert_eq!(failure.kind, FailureKind::UnjoinedThreads);
    let polled = || {
        let thread = thread::spawn(|| ());
        while !thread.is_finished() {
            thread::yield_now();
        }
    };
    assert!(deny.check(polled).is_ok());
    let joined_elsewhere = || {
        let inner = thread::spawn(|| ());
        thread::spawn(move || inner.join().unwrap());
    };
    assert_eq!(deny.check(joined_elsewhere).unwrap_err().kind, FailureKind::UnjoinedThreads);
    let execution = Explorer::new().witness(not_joined, |()| true).unwrap();
    assert_eq!(execution.unjoined().collect::<Vec<_>>(), ["worker"]);
    let execution = Explorer::new().witness(with_a_channel, |_| true).unwrap();
    assert_eq!(execution.unjoined().count(), 0);
}

#[test]
fn reports_name_the_disallowed_primitive_and_the_unjoined_thread() {
    let only = Explorer::new().allow_only([Primitive::Channel, Primitive::Thread]);
    insta::assert_snapshot!(only.check(|| _ = with_a_lock()).unwrap_err());
    let worker = || {
        let (sender, receiver) = mpsc::channel();
        let worker = thread::Builder::new().name("worker".to_owned());
        worker.spawn(move || sender.send("done")).unwrap();
        receiver.recv().unwrap();
    };
    insta::assert_snapshot!(Explorer::new().deny_unjoined_threads().check(worker).unwrap_err());
}
