mod a {
    pub use std::collections as maps;
}
mod b {
    pub use super::a::maps::BTreeMap as Map;
}
use b::Map as Sorted;
fn _empty() -> Sorted<u8, u8> {
    Sorted::new()
}
