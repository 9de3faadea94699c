pub struct Names {
    insta: u32,
    fs: u32,
    env: u32,
}
impl Names {
    pub fn judge(&self, interleave: u32) -> u32 {
        let (proptest, process) = (self.insta, self.fs);
        proptest + process + interleave + self.env
    }
    pub fn main(&self) -> u32 {
        self.judge(1)
    }
}
