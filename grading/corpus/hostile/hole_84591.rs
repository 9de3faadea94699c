trait Sub<'a, 'b, R>: Super<'a, 'b> {}
trait Super<'a, 'b> { fn grow<T>(value: &'a T) -> &'b T; }
fn with_sub<'x, 'y, S, T>(value: &'x T) -> &'y T
where S: for<'a, 'b> Sub<'a, 'b, &'b &'a ()> { with_super::<S, T>(value) }
fn with_super<'x, 'y, S, T>(value: &'x T) -> &'y T
where S: for<'a, 'b> Super<'a, 'b> { S::grow(value) }
struct Unit;
impl<'a: 'b, 'b> Super<'a, 'b> for Unit { fn grow<T>(value: &'a T) -> &'b T { value } }
impl<'a, 'b> Sub<'a, 'b, &'b &'a ()> for Unit {}
pub fn forever<T>(value: &T) -> &'static T { with_sub::<Unit, T>(value) }
