use std::cell::Cell;
fn show<I: Iterator<Item: Get> + 'static>(mut it: I) -> Box<dyn Get> { Box::new(it.next().unwrap()) }
trait Get { fn get(&self) -> String; }
impl Get for Cell<&str> { fn get(&self) -> String { Cell::get(self).to_string() } }
fn wrap<'a>(s: &'a str) -> Held {
    let mut it = std::iter::from_fn(|| -> Option<Cell<&'a str>> { Some(Cell::new("")) }).peekable();
    it.peek().unwrap().set(s);
    Held(show(it))
}
struct Held(Box<dyn Get>);
impl std::fmt::Display for Held { fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { f.write_str(&self.0.get()) } }
pub fn attack() { let s = { let t = String::from("secret text"); wrap(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
