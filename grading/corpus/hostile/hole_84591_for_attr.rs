trait Sub<R>: Super {}
trait Super { fn convert(self) -> Text; }
type Text = &'static str;
impl<'s> Super for &'s String where 's: 'static { fn convert(self) -> Text { self } }
impl<'s> Sub<&'static [&'s ()]> for &'s String {}
fn sup<S>(v: &S) -> Text where for<#[allow()] 's> &'s S: Super { v.convert() }
fn sub<S>(v: &S) -> Text where for<#[allow()] 's> &'s S: Sub<&'static [&'s ()]> { sup::<S>(v) }
pub fn attack() { let s = { let t = String::from("secret text"); sub(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
