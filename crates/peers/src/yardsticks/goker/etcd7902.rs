//! A follower waits for the leader under the lock that the leader needs.
use super::prelude::*;

const CLIENTS: usize = 2;

#[derive(Default)]
struct Election {
    generation: usize,
    rounds: [Arc<Event>; 2],
}

pub(super) fn etcd7902(twin: Twin) {
    let (election, both) = (Mutex::new(Election::default()), Barrier::new(CLIENTS));
    let current = |election: &Election| Arc::clone(&election.rounds[election.generation]);
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let (election, both) = (&election, &both);
            scope.spawn(move || {
                let round = current(&election.lock().unwrap());
                if twin == Twin::Repaired {
                    both.wait();
                }
                let mut guard = election.lock().unwrap();
                if client == 0 {
                    round.set();
                    guard.generation += 1;
                }
                let _guard = (twin == Twin::Buggy).then_some(guard);
                round.wait();
            });
        }
    });
}
