pub fn wait() {
    ::std::thread::sleep(::core::time::Duration::from_millis(1));
}
pub fn many(count: u32) -> bool {
    count > ::std::u8::MAX as u32 || count > std::u16::MAX as u32
}
