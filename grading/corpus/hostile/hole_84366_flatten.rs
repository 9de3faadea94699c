use std::cell::Cell;
use std::rc::Rc;
fn show<I: Iterator<Item: Get> + 'static>(mut it: I) -> Box<dyn Get> { Box::new(it.next().unwrap()) }
trait Get { fn get(&self) -> String; }
impl Get for Rc<Cell<&str>> { fn get(&self) -> String { Cell::get(self).to_string() } }
fn wrap<'a>(s: &'a str) -> Held {
    let mut it = std::iter::from_fn(|| -> Option<[Rc<Cell<&'a str>>; 2]> { let a = Rc::new(Cell::new("")); Some([a.clone(), a]) }).flatten();
    it.next().unwrap().set(s);
    Held(show(it))
}
struct Held(Box<dyn Get>);
impl std::fmt::Display for Held { fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { f.write_str(&self.0.get()) } }
pub fn attack() { let s = { let t = String::from("secret text"); wrap(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
