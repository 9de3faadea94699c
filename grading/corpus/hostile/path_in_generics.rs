fn none() {
    let _ = Vec::<interleave::Explorer>::new();
}
