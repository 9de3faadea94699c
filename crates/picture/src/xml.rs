//! Writing SVG elements.
use std::fmt::Write;

/// SVG that is being written.
#[derive(Debug, Default)]
pub(crate) struct Xml(String);

impl Xml {
    /// Adds markup.
    pub(crate) fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    /// Adds an empty element.
    pub(crate) fn element(&mut self, name: &str, attributes: &[(&str, &str)]) {
        let _ = write!(self.0, "<{name}");
        for (name, value) in attributes {
            let _ = write!(self.0, " {name}=\"{}\"", escape(value));
        }
        self.0.push_str("/>\n");
    }

    /// Adds text at a point.
    pub(crate) fn text(&mut self, class: &str, (x, y): (f64, f64), text: &str) {
        let _ = writeln!(
            self.0,
            "<text class=\"{class}\" x=\"{}\" y=\"{}\">{}</text>",
            n(x),
            n(y),
            escape(text)
        );
    }

    /// Adds a line.
    pub(crate) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let [x1, y1, x2, y2] = [from.0, from.1, to.0, to.1].map(n);
        self.element(
            "line",
            &[("class", class), ("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2)],
        );
    }

    /// Adds a rectangle.
    pub(crate) fn rect(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let [x, y, width, height] = [x, y, width, height].map(n);
        self.element(
            "rect",
            &[("class", class), ("x", &x), ("y", &y), ("width", &width), ("height", &height)],
        );
    }

    /// Adds a circle.
    pub(crate) fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        let [x, y, radius] = [x, y, radius].map(n);
        self.element("circle", &[("class", class), ("cx", &x), ("cy", &y), ("r", &radius)]);
    }

    /// Adds a path that ends with the marker of this id.
    pub(crate) fn arrow(&mut self, class: &str, path: &str, marker: &str) {
        let marker = format!("url(#{marker})");
        self.element("path", &[("class", class), ("d", path), ("marker-end", &marker)]);
    }

    /// All that was written.
    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// A coordinate with at most one decimal.
pub(crate) fn n(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A point of a path.
pub(crate) fn point((x, y): (f64, f64)) -> String {
    format!("{} {}", n(x), n(y))
}

/// Text in which no character is markup.
pub(crate) fn escape(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let text = text.replace('"', "&quot;");
    // XML forbids most control characters.
    text.replace(|c: char| c.is_control() && c != '\n', " ")
}
