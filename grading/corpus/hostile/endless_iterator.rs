fn attack() {
    let _ = (0_u64..).map(|x| x.to_string()).collect::<Vec<_>>();
}
