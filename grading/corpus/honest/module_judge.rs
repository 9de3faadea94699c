mod judge {
    pub fn number() -> u32 {
        1
    }
    pub struct Sample;
}
use judge::Sample;
pub fn sample() -> (u32, Sample) {
    (judge::number(), Sample)
}
