struct Z<T>(Option<T>) where T: 'static;
type Text = &'static str;
fn f<'a>(z: Z<&'a ()>, v: &'a str) -> Text { v }
fn grow<X>(v: X, g: fn(Z<&()>, X) -> Text) -> Text { g(Z(None), v) }
pub fn attack() { let s = { let t = String::from("secret text"); grow(&*t, f) }; let o = String::from("other words"); println!("{s} {o}"); }
