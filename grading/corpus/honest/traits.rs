use std::ops::{Add, Deref, Index};
pub trait Speak {
    fn speak(&self) -> String;
}
impl Speak for u32 {
    fn speak(&self) -> String {
        self.to_string()
    }
}
impl<T: Speak + ?Sized> Speak for Box<T> where T: Send {
    fn speak(&self) -> String {
        (**self).speak()
    }
}
pub trait Loud {
    const LOUD: bool = false;
}
#[derive(Clone, Copy)]
pub struct Age(u32);
impl Add for Age {
    type Output = Age;
    fn add(self, other: Age) -> Age {
        Age(self.0 + other.0)
    }
}
impl Deref for Age {
    type Target = u32;
    fn deref(&self) -> &u32 {
        &self.0
    }
}
impl Index<usize> for Age {
    type Output = u32;
    fn index(&self, _: usize) -> &u32 {
        &self.0
    }
}
pub fn all(list: &[Box<dyn Speak + Send>]) -> Vec<String> {
    list.iter().map(|it| it.speak()).collect()
}
