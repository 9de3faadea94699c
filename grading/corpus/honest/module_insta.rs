mod insta {
    pub fn number() -> u32 {
        1
    }
    pub struct Sample;
}
use insta::Sample;
pub fn sample() -> (u32, Sample) {
    (insta::number(), Sample)
}
