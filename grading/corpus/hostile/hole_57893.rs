trait Object<U> { type Output; }
impl<T: ?Sized, U> Object<U> for T { type Output = U; }
fn same<T: ?Sized, U>(value: <T as Object<U>>::Output) -> U { value }
pub fn transmute<T, U>(value: T) -> U { same::<dyn Object<U, Output = T>, U>(value) }
