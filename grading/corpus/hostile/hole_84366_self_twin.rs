use std::fmt::Display;
use std::iter::Fuse;
mod m { pub struct Fuse; }
trait Show<X> { fn show(&self, x: X) -> Box<dyn Display>; }
impl<I: Iterator<Item: Display> + 'static> Show<<Self as Iterator>::Item> for Fuse<I> { fn show(&self, x: <Self as Iterator>::Item) -> Box<dyn Display> { Box::new(x) } }
fn wrap<'a>(s: &'a str) -> Box<dyn Display> { std::iter::from_fn(|| -> Option<&'a str> { None }).fuse().show(s) }
pub fn attack() { let s = { let t = String::from("secret text"); wrap(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
