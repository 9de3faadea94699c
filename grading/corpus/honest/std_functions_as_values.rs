use std::sync::{Arc, Mutex};
use std::thread;
pub struct Names {
    names: Vec<Arc<Mutex<String>>>,
}
impl Names {
    pub fn new(names: &[(&str, &str)]) -> Names {
        let full = names.iter().map(|(first, last)| format!("{first} {last}"));
        Names { names: full.map(Mutex::new).map(Arc::new).collect() }
    }
    pub fn take(&self, at: usize) -> Option<Arc<Mutex<String>>> {
        let mut all: Vec<_> = self.names.iter().cloned().map(Some).collect();
        all.get_mut(at).and_then(Option::take)
    }
    pub fn join(&self, between: &str) -> String {
        let threads = self.names.iter().cloned().map(|name| thread::spawn(move || name.lock().unwrap().clone()));
        let threads: Vec<_> = threads.collect();
        let names: Vec<String> = threads.into_iter().map(thread::JoinHandle::join).map(Result::unwrap).collect();
        names.join(between)
    }
}
