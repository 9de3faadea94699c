//! A balancer is used that another thread has closed.
use super::prelude::*;

pub(super) fn grpc2371(twin: Twin) {
    let balancer = Mutex::new(Some(0));
    thread::scope(|scope| {
        scope.spawn(|| {
            let mut balancer = balancer.lock().unwrap();
            match twin {
                Twin::Buggy => *balancer.as_mut().unwrap() += 1,
                Twin::Repaired => balancer.iter_mut().for_each(|updates| *updates += 1),
            }
        });
        scope.spawn(|| *balancer.lock().unwrap() = None);
    });
}
