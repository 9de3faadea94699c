fn attack() {
    let _ = "‮ } ";
}
