type Text = &'static str;
type S<T> = &'static T;
fn f<'a>(z: S<[&'a ()]>, v: &'a str) -> Text { v }
fn grow<X>(v: X, g: fn(S<[&()]>, X) -> Text) -> Text { g(&[], v) }
pub fn attack() { let s = { let t = String::from("secret text"); grow(&*t, (stringify!(use), f).1) }; let o = String::from("other words"); println!("{s} {o}"); }
