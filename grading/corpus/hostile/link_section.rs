#[unsafe(link_section = ".init_array")]
static START: fn() = start;
fn start() {}
