mod m0 {
    pub use std::mem as short;
    pub fn size() -> usize {
        short::size_of::<u8>()
    }
}
mod m1 {
    pub use std::cmp as short;
    pub fn size() -> usize {
        short::max(1, 2)
    }
}
mod m2 {
    pub use std::cmp as short;
    pub fn size() -> usize {
        short::min(1, 2)
    }
}
fn _all() -> usize {
    m0::size() + m1::size() + m2::size()
}
