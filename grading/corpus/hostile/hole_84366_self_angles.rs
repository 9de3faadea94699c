use std::fmt::Display;
trait Show: Iterator<> + 'static { fn show(&self, x: Self<>::Item) -> Box<dyn Display> where Self::<>::Item: Display { Box::new(x) } }
impl<I: Iterator + 'static> Show for I {}
fn wrap<'a>(s: &'a str) -> Box<dyn Display> { std::iter::from_fn(|| -> Option<&'a str> { None }).show(s) }
pub fn attack() { let s = { let t = String::from("secret text"); wrap(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
