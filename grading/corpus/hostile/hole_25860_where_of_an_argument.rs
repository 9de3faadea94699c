trait Keep<T> where T: 'static {}
struct D<'a>(&'a str);
type Text = &'static str;
struct Z<T>(Option<T>) where T: 'static;
fn f<'a>(d: D<'a>, z: Z<D<'a>>) -> Text { d.0 }
fn grow<X>(v: X, g: fn(X, Z<D>) -> Text) -> Text { g(v, Z(None)) }
pub fn attack() { let s = { let t = String::from("secret text"); grow(D(&t), f) }; let o = String::from("other words"); println!("{s} {o}"); }
