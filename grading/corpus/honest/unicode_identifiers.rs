pub struct Größe {
    höhe: u32,
}
impl Größe {
    pub fn 高さ(&self) -> u32 {
        let число = self.höhe;
        число
    }
}
