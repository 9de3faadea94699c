type Text = &'static str;
type S<T> = &'static T;
struct E { go: fn(&str) -> Text }
const D: E = E { go: |v| { fn f<'a>(v: &'a str) -> (Text, [S<[&'a ()]>; 0]) { (v, []) } grow(v, f) } };
fn grow(v: &str, g: fn(&str) -> (Text, [&[&()]; 0])) -> Text { g(v).0 }
pub fn attack() { let s = { let t = String::from("secret text"); std::thread::scope(|_| (D.go)(&t)) }; let o = String::from("other words"); println!("{s} {o}"); }
