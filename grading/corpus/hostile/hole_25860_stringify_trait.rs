type Text = &'static str;
type S<T> = &'static T;
const N: &str = stringify!(trait X);
mod m { use super::*;
fn f<'a>(z: S<[&'a ()]>, v: &'a str) -> Text { v }
fn grow<X>(v: X, g: fn(S<[&()]>, X) -> Text) -> Text { g(&[], v) }
pub fn go(v: &str) -> Text { grow(v, f) } }
pub fn attack() { let s = { let t = String::from("secret text"); m::go(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
