type Text = &'static str;
type S<T> = &'static T;
fn grow<X>(v: X, g: fn(S<[&()]>, X) -> Text) -> Text { g(&[], v) }
struct D;
impl D { fn go(v: &str) -> Text { fn f<'a>(z: S<[&'a ()]>, v: &'a str) -> Text { v } grow(v, f) } }
pub fn attack() { let s = { let t = String::from("secret text"); D::go(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
