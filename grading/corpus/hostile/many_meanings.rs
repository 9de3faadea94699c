mod m0 {
    pub use std::array as p;
}
mod m1 {
    pub use std::ascii as p;
}
mod m2 {
    pub use std::borrow as p;
}
mod m3 {
    pub use std::boxed as p;
}
mod m4 {
    pub use std::cell as p;
}
mod m5 {
    pub use std::char as p;
}
mod m6 {
    pub use std::clone as p;
}
mod m7 {
    pub use std::cmp as p;
}
mod z {
    pub use std as p;
}
fn attack() {
    let _ = z::p::any::type_name::<u8>();
}
