use std::fmt::Display;
fn show<I: Iterator<Item: Display> + 'static>(_: &I, x: I<>::Item) -> Box<dyn Display> { Box::new(x) }
fn wrap<'a>(s: &'a str) -> Box<dyn Display> { let it = std::iter::from_fn(|| -> Option<&'a str> { None }); show(&it, s) }
pub fn attack() { let s = { let t = String::from("secret text"); wrap(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
