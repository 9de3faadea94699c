type Text = &'static str;
type S<T> = &'static T;
fn f<'a>(_: S<[&'a ()]>, v: &'a str) -> Text { v }
fn grow<X>(v: X, g: fn(S<[&()]>, X) -> Text) -> Text { g(&[], v) }
fn it() -> impl Fn(&str) -> Text + use<> { |v| grow(v, f) }
pub fn attack() { let s = { let t = String::from("secret text"); it()(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
