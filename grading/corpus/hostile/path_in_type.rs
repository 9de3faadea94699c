pub struct Own(Option<interleave::Explorer>);
