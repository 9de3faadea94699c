type Text = &'static str;
fn f<'a>(v: &'a str) -> (Text, Option<&'static [&'a ()]>) { (v, None) }
fn grow(v: &str, g: fn(&str) -> (Text, Option<&[&()]>)) -> Text { g(v).0 }
pub fn attack() { let s = { let t = String::from("secret text"); grow(&t, f) }; let o = String::from("other words"); println!("{s} {o}"); }
