pub mod names {
    use std::sync::{Arc, Mutex};
    use std::thread;
    pub struct Names {
        names: Vec<Arc<Mutex<String>>>,
    }
    impl Names {
        pub fn new(names: &'static [(&str, &str)]) -> Names {
            let full = names.iter().map(|(first, last)| format!("{first} {last}"));
            Names { names: full.map(Mutex::new).map(Arc::new).collect() }
        }
        pub fn take(&self, from: &'static [&str], at: usize) -> Option<&'static str> {
            let mut all: Vec<_> = from.iter().copied().map(Some).collect();
            all.get_mut(at).and_then(Option::take)
        }
        pub fn join(&self, between: &'static [&str]) -> String {
            let read = |name: Arc<Mutex<String>>| move || name.lock().unwrap().clone();
            let threads = self.names.iter().cloned().map(|name| thread::spawn(read(name)));
            let threads: Vec<_> = threads.collect();
            let names = threads.into_iter().map(thread::JoinHandle::join).map(Result::unwrap);
            names.collect::<Vec<_>>().join(between[0])
        }
    }
}
