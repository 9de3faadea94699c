#[doc = include_str!("/etc/hostname")]
pub struct Secret;
