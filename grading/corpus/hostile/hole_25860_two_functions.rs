trait Go<V, T> {
    fn go(&self, value: V) -> &T;
    fn other(&self, value: V) -> &T;
}
impl<'b, T> Go<&'b T, T> for [&'b (); 0] {
    fn go(&self, value: &'b T) -> &T { value }
    fn other(&self, value: &'b T) -> &T { value }
}
pub fn forever<T>(value: &T) -> &'static T {
    let call = if true { <[&(); 0] as Go<&T, T>>::go } else { <[&(); 0] as Go<&T, T>>::other };
    call(&[], value)
}
