trait Go<T> {
    fn go(&self, value: Self) -> &T;
}
impl<T> Go<T> for &T {
    fn go(&self, value: Self) -> &T {
        value
    }
}
struct Call<A, V, T>(fn(&A, V) -> &T);
pub fn forever<T>(value: &T) -> Static<T> {
    let call = Call(Go::go);
    let unit: Static<Static<T>> = none();
    (call.0)(unit, value)
}
type Static<T> = &'static T;
fn none<T>() -> T { loop {} }
