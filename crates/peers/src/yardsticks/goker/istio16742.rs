//! The labels of a connection change while a push is using them.
use super::prelude::*;

#[derive(Default)]
struct Connection(Mutex<Option<u32>>);

pub(super) fn istio16742(twin: Twin) {
    let connections = RwLock::new(Vec::new());
    thread::scope(|scope| {
        scope.spawn(|| {
            let connection = Arc::new(Connection(Mutex::new(Some(1))));
            connections.write().unwrap().push(Arc::clone(&connection));
            match twin {
                Twin::Buggy => {
                    let before = *connection.0.lock().unwrap();
                    assert_eq!(*connection.0.lock().unwrap(), before);
                }
                Twin::Repaired => {
                    let labels = *connection.0.lock().unwrap();
                    assert_eq!(labels, labels.or(None));
                }
            }
        });
        scope.spawn(|| {
            for connection in connections.read().unwrap().iter() {
                *connection.0.lock().unwrap() = None;
            }
        });
    });
}
