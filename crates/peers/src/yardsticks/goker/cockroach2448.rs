//! Two threads send to each other, and neither receives.
use super::prelude::*;

const EVENTS: usize = 2;

pub(super) fn cockroach2448(twin: Twin) {
    let room = if twin == Twin::Buggy { 0 } else { EVENTS };
    let (send_event, events) = mpsc::sync_channel(room);
    let (send_callback, callbacks) = mpsc::sync_channel(0);
    thread::scope(|scope| {
        scope.spawn(move || {
            for _ in 0..EVENTS {
                send_callback.send(events.recv().unwrap()).unwrap();
            }
        });
        scope.spawn(move || {
            let (mut sent, mut called) = (0, 0);
            while called < EVENTS {
                if callbacks.try_recv().is_ok() {
                    called += 1;
                } else if sent < EVENTS {
                    send_event.send(sent).unwrap();
                    sent += 1;
                } else {
                    callbacks.recv().unwrap();
                    called += 1;
                }
            }
        });
    });
}
