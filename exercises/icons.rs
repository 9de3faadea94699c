use std::collections::*;
use std::panic::*;
use std::sync::*;
use std::sync::atomic::*;
use std::sync::atomic::Ordering::SeqCst;
use std::thread;
type Map = BTreeMap<String, String>;

pub struct Icons { load: Box<dyn Fn() -> Map + Send + Sync>, s: Mutex<(bool, Option<Arc<Map>>)>, c: Condvar }
impl Icons {
  pub fn new(load: impl Fn() -> Map + Send + Sync + 'static) -> Icons { Icons { load: Box::new(load), s: Mutex::new((false, None)), c: Condvar::new() } }
  pub fn icon(&self, name: &str) -> Option<String> { let mut g = self.s.lock().unwrap(); if !g.0 { g.0 = true; drop(g); let r = catch_unwind(AssertUnwindSafe(|| (self.load)())); let mut g = self.s.lock().unwrap(); match r { Ok(m) => { g.1 = Some(Arc::new(m)); self.c.notify_one(); return g.1.as_ref().unwrap().get(name).cloned(); } Err(p) => { g.0 = false; self.c.notify_one(); drop(g); resume_unwind(p) } } }
 loop { if let Some(m) = &g.1 { return m.get(name).cloned(); } if !g.0 { drop(g); return self.icon(name); } g = self.c.wait(g).unwrap(); } }
}

fn main() {}
