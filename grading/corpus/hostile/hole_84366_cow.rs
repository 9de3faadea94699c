use std::borrow::{Borrow, Cow};
use std::fmt::Display;
struct W<F>(F);
struct R<T, F>(T, Option<W<F>>);
impl<T, F> Borrow<W<F>> for R<T, F> { fn borrow(&self) -> &W<F> { todo!() } }
impl<T: Display, F> Display for R<T, F> { fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { self.0.fmt(f) } }
impl<F: Fn() -> T, T> ToOwned for W<F> { type Owned = R<T, F>; fn to_owned(&self) -> R<T, F> { todo!() } }
fn show<B: ToOwned<Owned: Display> + 'static>(_: &B, x: Cow<B>) -> Box<dyn Display> { Box::new(x.into_owned()) }
fn wrap<'a>(s: &'a str) -> Box<dyn Display> { let w = W(|| -> &'a str { "" }); show(&w, Cow::Owned(R(s, None))) }
pub fn attack() { let s = { let t = String::from("secret text"); wrap(&t) }; let o = String::from("other words"); println!("{s} {o}"); }
