//! A thread sends its result to a caller that does not receive it.
use super::prelude::*;

fn go(f: fn() -> u32, twin: Twin) -> (mpsc::Receiver<u32>, thread::JoinHandle<()>) {
    let room = if twin == Twin::Buggy { 0 } else { 1 };
    let (sender, receiver) = mpsc::sync_channel(room);
    (receiver, thread::spawn(move || sender.send(f()).unwrap()))
}

pub(super) fn moby4395(twin: Twin) {
    let (_receiver, thread) = go(|| 1, twin);
    thread.join().unwrap();
}
