struct Call<A, C, T>(fn(A, &T) -> C);
fn shrink<'a, 'b, T>(_: &'a [&'b ()], value: &'b T) -> &'a T {
    value
}
pub fn forever<T>(value: &T) -> &'static T {
    let call = Call(shrink);
    (call.0)(&[], value)
}
