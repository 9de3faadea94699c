#[derive(serde::Serialize)]
pub struct Own(#[serde(skip_serializing_if = "interleave::on_real_threads")] u8);
