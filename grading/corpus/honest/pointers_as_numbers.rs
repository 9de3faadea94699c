fn _address(loon: &Loon) -> String {
    format!("{:p}", loon)
}
