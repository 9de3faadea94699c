use std::convert::Infallible;
type Text = &'static str;
type S<T> = &'static T;
trait G<'a> { fn f(v: &'a str) -> Text; }
impl<'a> G<'a> for Option<<S<[&'a (); 0]> as TryFrom<S<[&'a (); 0]>>>::Error> where for<'w> S<[&'w (); 0]>: TryFrom<S<[&'w (); 0]>> { fn f(v: &'a str) -> Text { v } }
pub fn attack() { let s = { let t = String::from("secret text"); <Option<Infallible> as G<'_>>::f(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
