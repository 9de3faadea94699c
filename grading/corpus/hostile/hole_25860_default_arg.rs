type S<T> = &'static T;
struct Y<T, U = S<T>>(Option<(T, U)>);
type Text = &'static str;
fn f<'a>(z: Y<&'a ()>, v: &'a str) -> Text { v }
fn grow<X>(v: X, g: fn(Y<&()>, X) -> Text) -> Text { g(Y(None), v) }
pub fn attack() { let s = { let t = String::from("secret text"); grow(&*t, f) }; let o = String::from("other words"); println!("{s} {o}"); }
