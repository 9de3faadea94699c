pub struct Age(u32);
impl PartialEq<u32> for Age {
    fn eq(&self, _: &u32) -> bool {
        true
    }
}
impl Loon {
    pub fn age(&self) -> Age {
        Age(0)
    }
}
