//! A page renders itself inside its own initialization, which a timeout abandons.
use super::prelude::*;
use std::time::Duration;

struct Page {
    content: Once,
    plain: Once,
    lock: Mutex<()>,
    twin: Twin,
}

impl Page {
    fn word_count(self: &Arc<Self>, is_helper: bool) {
        self.init_content();
        self.init_plain(is_helper);
    }

    fn init_content(self: &Arc<Self>) {
        self.content.call_once(|| {
            let (sender, receiver) = mpsc::channel();
            let page = Arc::clone(self);
            thread::spawn(move || {
                let rendering = page.lock.lock().unwrap();
                page.word_count(true);
                drop(rendering);
                _ = sender.send(());
            });
            _ = receiver.recv_timeout(Duration::from_millis(1));
        });
    }

    fn init_plain(&self, is_helper: bool) {
        match self.twin {
            Twin::Buggy => self.plain.call_once(|| drop(self.lock.lock().unwrap())),
            Twin::Repaired => {
                // The helper holds the lock already.
                let _lock = (!is_helper).then(|| self.lock.lock().unwrap());
                self.plain.call_once(|| ());
            }
        }
    }
}

pub(super) fn hugo5379(twin: Twin) {
    let (content, plain) = (Once::new(), Once::new());
    let page = Arc::new(Page { content, plain, lock: Mutex::new(()), twin });
    let readers = [(); 2].map(|()| {
        let page = Arc::clone(&page);
        thread::spawn(move || page.word_count(false))
    });
    readers.into_iter().for_each(|reader| reader.join().unwrap());
}
