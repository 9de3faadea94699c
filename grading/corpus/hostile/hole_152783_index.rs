use std::ops::{Deref, Index};
trait Own: Index<P<i32>, Output = [usize; 3]> {}
struct P<T>(T);
struct Dummy(Box<dyn Own>);
impl Deref for Dummy { type Target = dyn Own; fn deref(&self) -> &(dyn Own + 'static) { &*self.0 } }
type Alias = <Dummy as Deref>::Target;
impl<T> Index<P<T>> for Alias { type Output = String; fn index(&self, _: P<T>) -> &String { todo!() } }
impl<T> P<T> { fn read(x: &<Alias as Index<Self>>::Output) -> &String { x } }
pub fn attack() { let s = P::<i32>::read(&[3, 0x1000, 3]); println!("{}", s.len()); println!("{s}"); }
