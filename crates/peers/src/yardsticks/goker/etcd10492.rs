//! A lease is renewed under a lock that its callback takes as well.
use super::prelude::*;

pub(super) fn etcd10492(twin: Twin) {
    let lessor = RwLock::new(0);
    let checkpoint = || *lessor.write().unwrap() += 1;
    let renewing = lessor.write().unwrap();
    if twin == Twin::Repaired {
        drop(renewing);
        checkpoint();
    } else {
        checkpoint();
        drop(renewing);
    }
}
