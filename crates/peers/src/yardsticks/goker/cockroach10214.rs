//! Heartbeat responses are delivered under the lock of the queue, whose users hold a replica.
use super::prelude::*;

pub(super) fn cockroach10214(twin: Twin) {
    let (coalesced, raft, replica) =
        (Mutex::new(2), [Mutex::new(()), Mutex::new(())], Mutex::new(()));
    thread::scope(|scope| {
        scope.spawn(|| {
            let responses = coalesced.lock().unwrap();
            let count = *responses;
            // The repaired twin takes the responses out.
            let _guard = (twin == Twin::Buggy).then_some(responses);
            for _ in 0..count {
                raft.iter().for_each(|raft| drop(raft.lock().unwrap()));
            }
        });
        scope.spawn(|| {
            let _raft = raft[0].lock().unwrap();
            let _replica = replica.lock().unwrap();
            (0..2).for_each(|_| drop(coalesced.lock().unwrap()));
        });
    });
}
