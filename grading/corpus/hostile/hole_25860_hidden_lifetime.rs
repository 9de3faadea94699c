type Text = &'static str;
type S<T> = &'static T;
type B<'x> = (S<&'x ()>, &'x str);
fn f(b: B) -> Text { b.1 }
fn grow<X>(v: X, g: fn((S<&()>, X)) -> Text) -> Text { g((&&(), v)) }
pub fn attack() { let s = { let t = String::from("secret text"); grow(&*t, f) }; let o = String::from("other words"); println!("{s} {o}"); }
