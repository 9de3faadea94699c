use std::fmt::Display;
struct Keep<I: Iterator>(pub(self) <I as Iterator>::Item);
fn show<I: Iterator<Item: Display> + 'static>(_: &I, k: Keep<I>) -> Box<dyn Display> { Box::new(k.0) }
fn wrap<'a>(s: &'a str) -> Box<dyn Display> { let it = std::iter::from_fn(|| -> Option<&'a str> { None }); show(&it, Keep(s)) }
pub fn attack() { let s = { let t = String::from("secret text"); wrap(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
