use std::fmt::Display;
struct W<F>(F);
impl<F: Fn() -> Option<R>, R> Iterator for W<F> { type Item = R; fn next(&mut self) -> Option<R> { (self.0)() } }
trait Show<X> { fn show(&self, x: X) -> Box<dyn Display>; }
impl<I: 'static> Show<<Self as Iterator>::Item> for W<I> where Self: Iterator<Item: Display> { fn show(&self, x: <Self as Iterator>::Item) -> Box<dyn Display> { Box::new(x) } }
fn wrap<'a>(s: &'a str) -> Box<dyn Display> { W(|| -> Option<&'a str> { None }).show(s) }
pub fn attack() { let s = { let t = String::from("secret text"); wrap(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
