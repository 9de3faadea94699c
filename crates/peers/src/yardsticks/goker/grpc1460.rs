//! A connection without streams goes to sleep with the lock that would wake it.
use super::prelude::*;

struct Transport {
    streams: u32,
    sleeps: bool,
}

pub(super) fn grpc1460(twin: Twin) {
    let transport = Mutex::new(Transport { streams: 0, sleeps: false });
    let (awaken, sleeper) = mpsc::sync_channel(0);
    thread::scope(|scope| {
        let transport = &transport;
        scope.spawn(move || {
            let mut guard = transport.lock().unwrap();
            if guard.streams < 1 {
                guard.sleeps = true;
                let _guard = (twin == Twin::Buggy).then_some(guard);
                sleeper.recv().unwrap();
            }
        });
        scope.spawn(move || {
            let mut guard = transport.lock().unwrap();
            guard.streams += 1;
            match twin {
                Twin::Buggy => _ = awaken.try_send(()),
                Twin::Repaired => {
                    let sleeps = guard.sleeps;
                    drop(guard);
                    if sleeps {
                        awaken.send(()).unwrap();
                    }
                }
            }
        });
    });
}
