type Text = &'static str;
type S<T> = &'static T;
fn grow<X>(v: X, g: fn(S<[&()]>, X) -> Text) -> Text { g(&[], v) }
trait Go { fn go(&self, v: &str) -> Text { fn f<'a>(z: S<[&'a ()]>, v: &'a str) -> Text { v } grow(v, f) } }
impl Go for () {}
pub fn attack() { let s = { let t = String::from("secret text"); ().go(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
