trait Go<V> { fn go(#[allow()] &self, value: V) -> &str; fn other(#[allow()] &self, value: V) -> &str; }
impl<'b> Go<&'b str> for [&'b (); 0] { fn go(#[allow()] &self, value: &'b str) -> &str { value } fn other(#[allow()] &self, value: &'b str) -> &str { value } }
fn forever(value: &str) -> &'static str {
    let call = if true { <[&(); 0] as Go<&str>>::go } else { <[&(); 0] as Go<&str>>::other };
    call(&[], value)
}
pub fn attack() { let s = { let t = String::from("secret text"); forever(&*t) }; let o = String::from("other words"); println!("{s} {o}"); }
