trait Holder { type Held: ?Sized; }
trait Object<T> { type Output; }
struct Hidden;
impl Holder for Hidden { type Held = dyn Object<i32, Output = Vec<u8>>; }
type Alias = <Hidden as Holder>::Held;
impl<T> Object<T> for Alias { type Output = String; }
fn same<T>(value: <Alias as Object<T>>::Output) -> String { value }
pub fn transmute(value: Vec<u8>) -> String { same::<i32>(value) }
