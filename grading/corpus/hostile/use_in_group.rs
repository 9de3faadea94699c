use {std::fmt as text, interleave::on_real_threads as run};
