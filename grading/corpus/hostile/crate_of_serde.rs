#[derive(serde::Serialize)]
#[serde(crate = "interleave")]
pub struct Own(u8);
