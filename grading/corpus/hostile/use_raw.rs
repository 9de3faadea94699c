use r#interleave::on_real_threads as run;
