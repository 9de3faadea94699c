//! A loop of `try_recv` or `get` where `recv` or `wait` would block.

use interleave::sync::atomic::{AtomicBool, Ordering::SeqCst};
use interleave::sync::mpsc::{self, Receiver, TryRecvError};
use interleave::sync::{Arc, OnceLock};
use interleave::time::Duration;
use interleave::{Explorer, thread};

use super::{Program, check_with};

/// Receives one message: repaired with `recv`, otherwise with this loop.
fn receive(
    repaired: bool,
    messages: &Receiver<u32>,
    poll: fn(&Receiver<u32>) -> Option<u32>,
) -> Option<u32> {
    if repaired { messages.recv().ok() } else { poll(messages) }
}

#[test]
fn a_loop_of_try_recv() {
    fn an_answer(repaired: bool) {
        let (answer, answers) = mpsc::channel();
        thread::scope(|scope| {
            scope.spawn(|| answer.send(42).unwrap());
            let received = receive(repaired, &answers, |answers| {
                loop {
                    if let Ok(answer) = answers.try_recv() {
                        break Some(answer);
                    }
                }
            });
            assert_eq!(received, Some(42));
        });
    }
    fn until_all_senders_are_dropped(repaired: bool) {
        let (job, jobs) = mpsc::channel();
        let worker = thread::spawn(move || {
            let next = || {
                receive(repaired, &jobs, |jobs| {
                    loop {
                        match jobs.try_recv() {
                            Ok(job) => break Some(job),
                            Err(TryRecvError::Disconnected) => break None,
                            Err(TryRecvError::Empty) => thread::yield_now(),
                        }
                    }
                })
            };
            std::iter::from_fn(next).sum::<u32>()
        });
        (1..=2).for_each(|number| job.send(number).unwrap());
        drop(job);
        assert_eq!(worker.join().unwrap(), 3);
    }
    fn with_a_pause(repaired: bool) {
        let (done, finished) = mpsc::channel();
        let worker = thread::spawn(move || done.send(1).unwrap());
        receive(repaired, &finished, |finished| {
            loop {
                match finished.try_recv() {
                    Ok(number) => break Some(number),
                    Err(_) => thread::sleep(Duration::from_millis(1)),
                }
            }
        });
        worker.join().unwrap();
    }
    fn of_a_bounded_channel(repaired: bool) {
        let (sender, receiver) = mpsc::sync_channel(1);
        thread::scope(|scope| {
            scope.spawn(move || (0..2).for_each(|number| sender.send(number).unwrap()));
            for expected in 0..2 {
                let number = receive(repaired, &receiver, |receiver| {
                    std::iter::repeat_with(|| receiver.try_recv().ok()).flatten().next()
                });
                assert_eq!(number, Some(expected));
            }
        });
    }
    fn until_a_number_of_messages(repaired: bool) {
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            for part in 1..=2 {
                let sender = sender.clone();
                scope.spawn(move || sender.send(part).unwrap());
            }
            let mut parts = Vec::new();
            while parts.len() < 2 {
                parts.extend(receive(repaired, &receiver, |receiver| receiver.try_recv().ok()));
            }
            assert_eq!(parts.iter().sum::<u32>(), 3);
        });
    }
    let programs: [Program; 5] = [
        an_answer,
        until_all_senders_are_dropped,
        with_a_pause,
        of_a_bounded_channel,
        until_a_number_of_messages,
    ];
    let explorer = Explorer::new().deny_busy_waiting();
    check_with(&explorer, "until there is a message. `recv` waits for one", &programs);
}

#[test]
fn a_loop_of_get() {
    /// The value of a cell that another thread initializes.
    fn value(cell: &OnceLock<u32>, repaired: bool, pause: fn()) -> u32 {
        if repaired {
            return *cell.wait();
        }
        loop {
            match cell.get() {
                Some(value) => return *value,
                None => pause(),
            }
        }
    }
    fn spinning(repaired: bool) {
        let cell = OnceLock::new();
        thread::scope(|scope| {
            scope.spawn(|| cell.set(7));
            assert_eq!(value(&cell, repaired, || ()), 7);
        });
    }
    fn yielding(repaired: bool) {
        let cell = OnceLock::new();
        thread::scope(|scope| {
            scope.spawn(|| assert_eq!(value(&cell, repaired, thread::yield_now), 7));
            cell.get_or_init(|| 7);
        });
    }
    fn sleeping(repaired: bool) {
        let cell = Arc::new(OnceLock::new());
        let shared = Arc::clone(&cell);
        let load = thread::spawn(move || shared.set(7));
        let pause = || thread::sleep(Duration::from_millis(1));
        assert_eq!(value(&cell, repaired, pause), 7);
        load.join().unwrap().unwrap();
    }
    fn after_a_flag(repaired: bool) {
        let (started, cell) = (AtomicBool::new(false), OnceLock::new());
        let load = || match (started.swap(true, SeqCst), repaired) {
            (_, true) => *cell.get_or_init(|| 7),
            (true, false) => value(&cell, false, || ()),
            (false, false) => *cell.get_or_init(|| 7),
        };
        thread::scope(|scope| {
            scope.spawn(load);
            assert_eq!(load(), 7);
        });
    }
    fn two_cells(repaired: bool) {
        let cells = [const { OnceLock::new() }; 2];
        thread::scope(|scope| {
            scope.spawn(|| cells.iter().for_each(|cell| _ = cell.set(1)));
            let sum: u32 = cells.iter().map(|cell| value(cell, repaired, || ())).sum();
            assert_eq!(sum, 2);
        });
    }
    let programs: [Program; 5] = [spinning, yielding, sleeping, after_a_flag, two_cells];
    let explorer = Explorer::new().deny_busy_waiting();
    check_with(&explorer, "until there is a value. `get_or_init` and `wait` block", &programs);
}
