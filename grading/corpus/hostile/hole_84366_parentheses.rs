use std::fmt::Display;
fn show<I: Iterator<Item: Display> + 'static>(_: &I, x: <(I)>::Item) -> Box<dyn Display> { Box::new(x) }
fn shown(s: &str) -> Box<dyn Display> { wrap(s) }
fn wrap<'a>(s: &'a str) -> Box<dyn Display> { let it = std::iter::from_fn(|| -> Option<&'a str> { None }); show(&it, s) }
pub fn attack() { let s = { let t = String::from("secret text"); shown(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
