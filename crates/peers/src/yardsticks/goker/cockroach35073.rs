//! A consumer fails and ends without telling its producers.
use super::prelude::*;

struct Rows {
    sender: mpsc::SyncSender<u32>,
    receiver: Mutex<mpsc::Receiver<u32>>,
    needs_more: AtomicBool,
}

impl Rows {
    fn push(&self, row: u32) {
        if self.needs_more.load(SeqCst) {
            self.sender.send(row).unwrap();
        }
    }
}

pub(super) fn cockroach35073(twin: Twin) {
    let (sender, receiver) = mpsc::sync_channel(2);
    let rows = Rows { sender, receiver: Mutex::new(receiver), needs_more: AtomicBool::new(true) };
    (0..2).for_each(|row| rows.push(row));
    thread::scope(|scope| {
        scope.spawn(|| rows.push(2));
        // The outbox fails at once.
        let outbox = scope.spawn(|| {
            if twin == Twin::Repaired {
                rows.needs_more.store(false, SeqCst);
                _ = rows.receiver.lock().unwrap().try_recv();
            }
        });
        outbox.join().unwrap();
        rows.push(3);
    });
}
