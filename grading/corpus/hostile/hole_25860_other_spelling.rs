type Text = &'static str;
type S<T> = &'static T;
fn é<'a>(_: S<[&'a ()]>, v: &'a str) -> Text { v }
fn grow<X>(v: X, g: fn(S<[&()]>, X) -> Text) -> Text { g(&[], v) }
pub fn attack() { let s = { let t = String::from("secret text"); grow(&*t, é) }; let o = String::from("other words"); println!("{s} {o}"); }
