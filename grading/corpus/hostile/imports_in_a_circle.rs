mod a {
    pub use super::b::x as y;
}
mod b {
    pub use super::a::y as x;
    pub use std::any as x;
}
fn attack() {
    let _ = a::y::type_name::<u8>();
}
