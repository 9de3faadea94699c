type Text = &'static str;
mod m { pub struct Dé<'a>(pub &'a str) where 'a: 'static; }
struct Dé<'a>(&'a str);
fn f<'a>(d: m::Dé<'a>, v: &'a str) -> Text { v }
fn grow<X>(v: X, g: fn(m::Dé, X) -> Text) -> Text { g(m::Dé(""), v) }
pub fn attack() { let s = { let t = String::from("secret text"); grow(&*t, f) }; let o = String::from("other words"); println!("{s} {o}"); }
