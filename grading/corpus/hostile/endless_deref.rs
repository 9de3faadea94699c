struct Mirror;
impl std::ops::Deref for Mirror {
    type Target = Mirror;
    fn deref(&self) -> &Mirror {
        self
    }
}
fn attack() {
    Mirror.gone();
}
