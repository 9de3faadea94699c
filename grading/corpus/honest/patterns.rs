pub fn sum(list: &[u32]) -> u32 {
    let [first, .., last] = list else { return 0 };
    let mut total = first + last;
    'outer: for at in 1..list.len() {
        loop {
            match list[at] {
                0 => continue 'outer,
                n @ 1..=9 if !(n == 5) => break total += n,
                _ => break 'outer,
            }
        }
    }
    total
}
