//! A lease is renewed under a lock that its callback takes as well.
use super::prelude::*;

pub(super) const PROGRAM: Bug<Published> = kernel("etcd10492", DOUBLE_LOCK, None, etcd10492);

fn etcd10492(twin: Twin) {
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
