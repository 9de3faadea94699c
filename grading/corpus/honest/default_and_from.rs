#[derive(Default, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Age(u32);
impl From<u32> for Age {
    fn from(age: u32) -> Self {
        Age(age)
    }
}
fn _age() -> Age {
    7.into()
}
