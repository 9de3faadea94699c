mod test {
    pub fn number() -> u32 {
        1
    }
    pub struct Sample;
}
use test::Sample;
pub fn sample() -> (u32, Sample) {
    (test::number(), Sample)
}
