pub fn find(list: &[u32]) -> Option<u32> {
    for number in std::iter::once(&1).chain(list) {
        if *number == 1 {
            return std::option::Option::Some(*number);
        }
    }
    match std::cmp::Ordering::Less {
        std::cmp::Ordering::Less => None,
        _ => Some(std::convert::identity(1)),
    }
}
