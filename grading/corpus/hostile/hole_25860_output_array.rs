struct Out<'a>(&'a str);
impl<'a> Out<'a> { fn shrink(v: &'a str) -> (Text, [S<[&'a ()]>; 0]) { (v, []) } }
type Text = &'static str;
type S<T> = &'static T;
fn grow<'a>(v: &'a str, g: [fn(&str) -> (Text, [&[&()]; 0]); 1]) -> Text { g[0](v).0 }
fn forever(v: &str) -> Text { fn f(v: &str) -> (Text, [S<[&()]>; 0]) { (v, []) } grow(v, [f]) }
pub fn attack() { let s = { let t = String::from("secret text"); forever(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
