struct Out<'a>(&'a [u8]);
impl<'a> Out<'a> {
    fn shrink<'b>(_: &'a [&'b ()], value: &'b [u8]) -> Self { Out(value) }
}
struct Call<A, C>(fn(A, &[u8]) -> C);
pub fn forever(value: &[u8]) -> Out<'static> {
    let call = Call(Out::shrink);
    (call.0)(&[], value)
}
