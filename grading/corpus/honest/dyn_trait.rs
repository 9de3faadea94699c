trait Speaker {
    fn speak(&self) -> String;
}
impl Speaker for Loon {
    fn speak(&self) -> String {
        self.to_string()
    }
}
fn _all(all: &[Box<dyn Speaker + Send>]) -> Vec<String> {
    all.iter().map(|one| one.speak()).collect()
}
