trait Object<U, const N: usize = { 0 }> { type Output; }
impl<A: ?Sized, B> Object<B> for A { type Output = B; }
fn foo<#[allow(unused)] T: ?Sized, #[allow(unused)] V>(x: <T as Object<V>>::Output) -> V { x }
fn transmute<W, O>(x: O) -> W { foo::<dyn Object<W, Output = O>, W>(x) }
pub fn attack() { let x: usize = transmute(Box::new(1u8)); println!("{x:x}"); let s: &str = transmute((8usize, 8usize)); println!("{s}"); }
