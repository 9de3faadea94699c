//! A watcher sends its first events, and its user stops it without having received them.
use super::prelude::*;

pub(super) fn kubernetes38669(twin: Twin) {
    let room = if twin == Twin::Buggy { 0 } else { 2 };
    let (input, inputs) = mpsc::channel::<()>();
    let (result, _results) = mpsc::sync_channel(room);
    let input = Mutex::new(Some(input));
    thread::scope(|scope| {
        scope.spawn(move || {
            (0..2).for_each(|event| result.send(event).unwrap());
            for () in inputs {}
        });
        drop(input.lock().unwrap().take());
    });
}
