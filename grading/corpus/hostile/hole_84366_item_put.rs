use std::cell::Cell;
use std::any::Any;
trait Put<X> { fn put(&self, x: X); }
impl<X> Put<X> for Cell<X> { fn put(&self, x: X) { self.set(x); } }
fn keep<X, I: Iterator<Item: Put<X>> + 'static>(mut it: I, x: X) -> Box<dyn Any> { let i = it.next().unwrap(); i.put(x); Box::new(i) }
fn wrap<'a>(s: &'a str) -> &'static str { keep(std::iter::from_fn(|| -> Option<Cell<&'a str>> { Some(Cell::new("")) }), s).downcast_ref::<Cell<&'static str>>().unwrap().get() }
pub fn attack() { let s = { let t = String::from("secret text"); wrap(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
