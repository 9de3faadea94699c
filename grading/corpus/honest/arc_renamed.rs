use std::sync::Arc as Rc;
fn _owner() -> Option<u32> {
    Rc::into_inner(Rc::new(1))
}
