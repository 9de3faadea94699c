use std::fmt::Display;
use std::iter::{Peekable, from_fn};
fn show<I: Iterator<Item: Display> + 'static>(mut it: Peekable<I>) -> Box<dyn Display> { Box::new(it.next().unwrap()) }
fn wrap<'a>(s: &'a str) -> Box<dyn Display> {
    let mut it = from_fn(|| -> Option<&'a str> { Some("") }).peekable();
    it.next_if_map(|_| Err::<(), _>(s));
    show(it)
}
pub fn attack() { let s = { let t = String::from("secret text"); wrap(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
