pub struct Path;
pub struct Command;
pub struct File;
pub fn own() -> (Path, Command, File) {
    (Path, Command, File)
}
mod fs {
    pub fn read() {}
}
pub fn read() {
    fs::read()
}
