//! A synchronization asks for the leader while it holds the lock that the question needs.
use super::prelude::*;

struct Client(RwLock<u32>);

impl Client {
    fn leader(&self) -> u32 {
        *self.0.read().unwrap()
    }
}

pub(super) fn etcd6708(twin: Twin) {
    let client = Client(RwLock::new(7));
    match twin {
        Twin::Buggy => {
            let mut endpoint = client.0.write().unwrap();
            *endpoint = client.leader();
        }
        Twin::Repaired => {
            let leader = client.leader();
            *client.0.write().unwrap() = leader;
        }
    }
}
