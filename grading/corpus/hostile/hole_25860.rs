static UNIT: &'static &'static () = &&();
fn shrink<'a, 'b, T>(_: &'a &'b (), value: &'b T) -> &'a T {
    value
}
pub fn forever<T>(value: &T) -> &'static T {
    let grow: for<'x> fn(_, &'x T) -> &'static T = shrink;
    grow(UNIT, value)
}
