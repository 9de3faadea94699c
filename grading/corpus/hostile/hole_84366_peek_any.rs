use std::any::Any;
use std::cell::Cell;
fn keep<I: Iterator + 'static>(mut it: I) -> Box<dyn Any> { Box::new(it.next().unwrap()) }
fn wrap<'a>(s: &'a str) -> &'static str {
    let mut it = std::iter::from_fn(|| -> Option<Cell<&'a str>> { Some(Cell::new("")) }).peekable();
    it.peek().unwrap().set(s);
    keep(it).downcast_ref::<Cell<&'static str>>().unwrap().get()
}
pub fn attack() { let s = { let t = String::from("secret text"); wrap(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
