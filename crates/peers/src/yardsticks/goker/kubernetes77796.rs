//! A shared buffer is reset under a lock, and then filled and read under another one.
use super::prelude::*;

pub(super) fn kubernetes77796(twin: Twin) {
    let buffer = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for node in 0..2 {
            let buffer = &buffer;
            scope.spawn(move || {
                let mut scores = buffer.lock().unwrap();
                scores.clear();
                scores.push(node);
                let scores = match twin {
                    Twin::Buggy => {
                        drop(scores);
                        buffer.lock().unwrap().clone()
                    }
                    Twin::Repaired => scores.clone(),
                };
                assert_eq!(scores, [node]);
            });
        }
    });
}
