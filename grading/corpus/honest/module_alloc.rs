mod alloc {
    pub fn number() -> u32 {
        1
    }
    pub struct Sample;
}
use alloc::Sample;
pub fn sample() -> (u32, Sample) {
    (alloc::number(), Sample)
}
