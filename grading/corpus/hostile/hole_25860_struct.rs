pub struct Pair<'a, 'b: 'a>(&'a u8, &'b u8);
fn shrink<'a, 'b, T>(_: Pair<'a, 'b>, value: &'b T) -> &'a T {
    value
}
pub fn forever<T>(value: &T) -> &'static T {
    let grow: fn(_, &T) -> &'static T = shrink;
    grow(Pair(&0, &0), value)
}
