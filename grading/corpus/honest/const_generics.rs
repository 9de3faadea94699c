pub struct Ring<T, const N: usize> {
    items: [Option<T>; N],
}
impl<T: Copy, const N: usize> Ring<T, N> {
    pub const SIZE: usize = N;
    pub fn new() -> Self {
        Self { items: [const { None }; N] }
    }
    pub fn first(&self) -> Option<T> {
        self.items.first().copied().flatten()
    }
}
pub fn ring() -> Option<u8> {
    Ring::<u8, { 1 + 2 }>::new().first()
}
