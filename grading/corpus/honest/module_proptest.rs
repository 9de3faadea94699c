mod proptest {
    pub fn number() -> u32 {
        1
    }
    pub struct Sample;
}
use proptest::Sample;
pub fn sample() -> (u32, Sample) {
    (proptest::number(), Sample)
}
