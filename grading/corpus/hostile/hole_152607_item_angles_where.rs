use std::fmt::Display;
trait Sub where Self: Iterator<Item<>: 'static> {}
fn keep<T: Sub<Item = D> + ?Sized, D: Display>(x: D) -> Box<dyn Display> { Box::new(x) }
pub fn attack() { let s = { let t = String::from("secret text"); keep::<dyn Sub<Item = &str>, &str>(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
