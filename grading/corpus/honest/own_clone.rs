struct Counted(u32);
impl Clone for Counted {
    fn clone(&self) -> Self {
        Counted(self.0 + 1)
    }
}
fn _copy(value: &mut Arc<Counted>) -> u32 {
    Arc::make_mut(value).0
}
