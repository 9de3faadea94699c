//! A balancer sends its addresses under the lock that their receiver needs.
use super::prelude::*;

pub(super) fn grpc1353(twin: Twin) {
    let balancer = Mutex::new(());
    let room = if twin == Twin::Buggy { 0 } else { 1 };
    let (updates, received) = mpsc::sync_channel(room);
    let received = Mutex::new(received);
    let next = || received.lock().unwrap().recv();
    thread::scope(|scope| {
        let (balancer, received) = (&balancer, &received);
        scope.spawn(move || {
            for update in 0..2 {
                let _balancer = balancer.lock().unwrap();
                match twin {
                    Twin::Buggy => updates.send(update).unwrap(),
                    Twin::Repaired => {
                        // Takes out what was not received.
                        if let Ok(received) = received.try_lock() {
                            _ = received.try_recv();
                        }
                        _ = updates.try_send(update);
                    }
                }
            }
        });
        scope.spawn(move || {
            while next().is_ok() {
                (0..2).for_each(|_| drop(balancer.lock().unwrap()));
            }
        });
    });
}
