mod interleave {
    pub fn number() -> u32 {
        1
    }
    pub struct Sample;
}
use interleave::Sample;
pub fn sample() -> (u32, Sample) {
    (interleave::number(), Sample)
}
