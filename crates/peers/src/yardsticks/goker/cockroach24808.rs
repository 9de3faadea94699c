//! A full channel is sent to before the worker that receives from it is started.
use super::prelude::*;

pub(super) fn cockroach24808(twin: Twin) {
    let (suggest, suggestions) = mpsc::sync_channel(1);
    suggest.send(1).unwrap();
    let start = move || thread::spawn(move || while suggestions.recv().is_ok() {});
    let worker = match twin {
        Twin::Buggy => {
            suggest.send(2).unwrap();
            start()
        }
        Twin::Repaired => {
            let worker = start();
            suggest.send(2).unwrap();
            worker
        }
    };
    drop(suggest);
    worker.join().unwrap();
}
