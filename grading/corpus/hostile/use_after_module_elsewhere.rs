mod outer {
    mod interleave {}
    mod inner { use interleave::on_real_threads as run; }
}
