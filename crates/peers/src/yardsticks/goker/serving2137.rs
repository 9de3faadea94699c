//! A breaker admits one request at a time, and the wrong one comes first.
use super::prelude::*;

struct Breaker {
    pending: (mpsc::SyncSender<()>, Mutex<mpsc::Receiver<()>>),
    active: (mpsc::SyncSender<()>, Mutex<mpsc::Receiver<()>>),
}

fn tokens(count: usize) -> (mpsc::SyncSender<()>, Mutex<mpsc::Receiver<()>>) {
    let (sender, receiver) = mpsc::sync_channel(count);
    (sender, Mutex::new(receiver))
}

impl Breaker {
    fn admit(&self, request: &RawMutex) -> bool {
        if self.pending.0.try_send(()).is_err() {
            return false;
        }
        self.active.0.send(()).unwrap();
        request.lock();
        request.unlock();
        self.active.1.lock().unwrap().recv().unwrap();
        self.pending.1.lock().unwrap().recv().unwrap();
        true
    }
}

pub(super) fn serving2137(twin: Twin) {
    let breaker = Breaker { pending: tokens(2), active: tokens(1) };
    let requests = [RawMutex::default(), RawMutex::default()];
    thread::scope(|scope| {
        let answers = [0, 1].map(|i| {
            let (breaker, request) = (&breaker, &requests[i]);
            request.lock();
            let (started, has_started) = mpsc::channel();
            let (accept, accepted) = mpsc::sync_channel(1);
            scope.spawn(move || {
                started.send(()).unwrap();
                accept.send(breaker.admit(request)).unwrap();
            });
            has_started.recv().unwrap();
            accepted
        });
        if twin == Twin::Repaired {
            requests.iter().for_each(RawMutex::unlock);
        }
        for (request, accepted) in requests.iter().zip(answers) {
            if twin == Twin::Buggy {
                request.unlock();
            }
            assert!(accepted.recv().unwrap());
        }
    });
}
