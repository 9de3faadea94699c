trait Sub<'a, R>: Super<'a> {}
trait Super<'a> { fn convert(v: &'a str) -> &'static str; }
struct My;
impl<'a: 'static> Super<'a> for My { fn convert(v: &'a str) -> &'static str { v } }
impl<'a> Sub<'a, &'static [&'a ()]> for My {}
fn sup<S>(v: &str) -> &'static str where for<'a> S: Super<'a> { S::convert(v) }
fn sub<S>(v: &str) -> &'static str where for<'a> S: Sub<'a, &'static [&'a ()]> { sup::<S>(v) }
pub fn attack() { let s = { let t = String::from("secret text"); sub::<My>(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
