//! A buffer is appended to another, and shrinks between the look at its length and the copy.
use crate::yardsticks::prelude::*;

struct StringBuffer(Mutex<String>);

impl StringBuffer {
    fn new(text: &str) -> Self {
        Self(Mutex::new(text.to_owned()))
    }

    fn length(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    fn get_chars(&self, to: usize) -> String {
        let text = self.0.lock().unwrap();
        assert!(to <= text.len(), "the buffer has fewer characters");
        text[..to].to_owned()
    }

    fn get_all(&self) -> String {
        self.0.lock().unwrap().clone()
    }

    fn erase(&self) {
        self.0.lock().unwrap().clear();
    }

    fn append_text(&self, more: &str) {
        self.0.lock().unwrap().push_str(more);
    }

    fn append(&self, other: &StringBuffer, twin: Twin) {
        let mut text = self.0.lock().unwrap();
        text.push_str(&match twin {
            Twin::Buggy => other.get_chars(other.length()),
            Twin::Repaired => other.get_all(),
        });
    }
}

pub(super) fn stringbuffer(twin: Twin) {
    let shared = StringBuffer::new("abc");
    thread::scope(|scope| {
        scope.spawn(|| {
            shared.erase();
            shared.append_text("abc");
        });
        scope.spawn(|| StringBuffer::new("").append(&shared, twin));
    });
}
