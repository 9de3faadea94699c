pub fn parse(text: &str) -> u64 {
    let a = text.parse::<u64>().unwrap_or_default();
    let b = <u64 as std::str::FromStr>::from_str(text).unwrap_or(0);
    let c = Vec::<u64>::with_capacity(1).len() as u64;
    let d = <[u8]>::len(&[1]) as u64;
    let e = Option::<u64>::None.map_or(0, u64::from);
    std::iter::empty::<u64>().chain([a, b, c, d, e]).sum::<u64>()
}
