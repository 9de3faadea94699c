mod outer {
    use std::sync::Mutex;
    pub mod inner {
        use super::Mutex;
        pub(in super::super) fn number() -> u32 {
            *Mutex::new(1).lock().unwrap() + self::two() + super::three()
        }
        fn two() -> u32 {
            2
        }
    }
    fn three() -> u32 {
        3
    }
}
pub fn number() -> u32 {
    outer::inner::number()
}
