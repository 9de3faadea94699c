//! Colors and patterns. Shapes and dashes carry the meaning too, so a picture works in black and white.

/// The style sheet of a picture.
pub const STYLE: &str = include_str!("style.css");

/// Arrowheads and hatchings.
pub(crate) fn definitions(id: &str) -> String {
    include_str!("definitions.svg").replace("ID", id)
}
