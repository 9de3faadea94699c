#[unsafe(no_mangle)]
pub fn write() {}
