use std::fmt::Display;
fn show<X, I: Iterator<Item: Display + From<X>> + 'static>(mut it: I, x: X) -> Box<dyn Display> { Box::new(it.next().unwrap_or(x.into())) }
fn wrap<'a>(s: &'a str) -> Box<dyn Display> { show(std::iter::from_fn(|| -> Option<&'a str> { None }), s) }
pub fn attack() { let s = { let t = String::from("secret text"); wrap(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
