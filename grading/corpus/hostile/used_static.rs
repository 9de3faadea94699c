#[used]
static START: fn() = begin;
fn begin() {}
