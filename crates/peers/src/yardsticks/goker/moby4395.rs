//! A thread sends its result to a caller that does not receive it.
use super::prelude::*;

pub(super) const PROGRAM: Bug<Published> = kernel("moby4395", CHANNEL, Some(100), moby4395);

fn go(f: fn() -> u32, twin: Twin) -> (mpsc::Receiver<u32>, thread::JoinHandle<()>) {
    let room = if twin == Twin::Buggy { 0 } else { 1 };
    let (sender, receiver) = mpsc::sync_channel(room);
    (receiver, thread::spawn(move || sender.send(f()).unwrap()))
}

fn moby4395(twin: Twin) {
    let (_receiver, thread) = go(|| 1, twin);
    thread.join().unwrap();
}
