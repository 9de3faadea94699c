type S<T: ?Sized> = &'static T;
type R<T> = S<T>;
type Text = S<str>;
fn f<'a>(z: R<&'a ()>, v: &'a str) -> Text { v }
fn grow<X>(v: X, g: fn(R<&()>, X) -> Text) -> Text { g(&&(), v) }
pub fn attack() { let s = { let t = String::from("secret text"); grow(&*t, f) }; let o = String::from("other words"); println!("{s} {o}"); }
