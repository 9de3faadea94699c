struct D<'a>(&'a u8) where 'a: 'static;
use D as E;
type Text = &'static str;
fn f<'a>(z: E<'a>, v: &'a str) -> Text { v }
fn grow<X>(v: X, g: fn(E, X) -> Text) -> Text { g(E(&0), v) }
pub fn attack() { let s = { let t = String::from("secret text"); grow(&*t, f) }; let o = String::from("other words"); println!("{s} {o}"); }
