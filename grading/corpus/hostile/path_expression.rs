fn real() {
    interleave::on_real_threads(|| ())
}
