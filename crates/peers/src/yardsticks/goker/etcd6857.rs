//! A node that has been stopped does not answer questions any more.
use super::prelude::*;

enum Request {
    Status(mpsc::Sender<u32>),
    Stop,
}

pub(super) fn etcd6857(twin: Twin) {
    let (requests, received) = mpsc::channel();
    // The buggy twin keeps the channel of a stopped node, so that a request can still be sent.
    let received = Mutex::new(Some(received));
    let done = Event::default();
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut guard = received.lock().unwrap();
            let node = guard.as_ref().unwrap();
            while let Ok(Request::Status(reply)) = node.recv() {
                reply.send(1).unwrap();
            }
            if twin == Twin::Repaired {
                *guard = None;
            }
            done.set();
        });
        let (status, stop) = (requests.clone(), requests);
        scope.spawn(move || {
            let (reply, answer) = mpsc::channel();
            if status.send(Request::Status(reply)).is_ok() {
                _ = answer.recv();
            }
        });
        let done = &done;
        scope.spawn(move || {
            stop.send(Request::Stop).unwrap();
            done.wait();
        });
    });
}
