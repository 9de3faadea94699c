//! A dispatcher closes itself on its own thread, and waits for itself to stop.
use super::prelude::*;

struct Connection {
    once: Once,
    closed: Event,
    stopped: Event,
}

impl Connection {
    fn close(&self) {
        self.once.call_once(|| {
            self.closed.set();
            self.stopped.wait();
        });
    }
}

pub(super) fn syncthing5795(twin: Twin) {
    let connection =
        Connection { once: Once::new(), closed: Event::default(), stopped: Event::default() };
    let (message, messages) = mpsc::channel();
    thread::scope(|scope| {
        let connection = &connection;
        scope.spawn(move || {
            for () in messages {
                match twin {
                    Twin::Buggy => connection.close(),
                    Twin::Repaired => {
                        scope.spawn(|| connection.close());
                        connection.closed.wait();
                        break;
                    }
                }
            }
            connection.stopped.set();
        });
        message.send(()).unwrap();
        drop(message);
        connection.stopped.wait();
    });
}
