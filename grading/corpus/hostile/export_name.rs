#[unsafe(export_name = "write")]
pub fn write() {}
