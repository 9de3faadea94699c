#[derive(serde::Serialize)]
pub struct Own(#[serde(skip_serializing_if = "\x69nterleave::on_real_threads")] u8);
