fn shrink<'a, 'b, T>((_, value): (&'a [&'b ()], &'b T)) -> &'a T {
    value
}
pub fn forever<T>(value: &T) -> &'static T {
    let grow: fn((&'static [&'static ()], &T)) -> &'static T = shrink;
    grow((&[], value))
}
