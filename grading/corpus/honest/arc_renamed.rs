use std::sync::Arc as Rc;
fn _owners() -> usize {
    Rc::strong_count(&Rc::new(1))
}
