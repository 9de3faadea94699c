#[repr(align(536870912))]
pub struct Wide(u8);
