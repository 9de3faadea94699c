//! Draws an interleaving as SVG.
//!
//! A picture has a lane for each thread, with time running downwards. A bar marks a critical section, an
//! arrow a step that synchronizes with another, and a shaded stretch the gap in which a thread leaves its
//! data unguarded. Columns on the right follow the values of shared objects. For a deadlock, a graph below
//! shows which thread waits for which.
//!
//! ```
//! use picture::Picture;
//! use protocol::Timeline;
//!
//! let timeline = Timeline::default(); // `Failure::timeline`, or `protocol::timeline::from_json`
//! let svg = Picture::new(&timeline, "a lost update").svg();
//! assert!(svg.starts_with("<svg "));
//! ```
#![forbid(unsafe_code)]

mod browser;
mod cycle;
mod description;
mod geometry;
mod highlight;
mod lanes;
mod page;
mod rows;
mod style;
mod values;
mod wait_graph;
mod xml;

use protocol::Timeline;

pub use browser::open_in_browser;
pub use highlight::highlight;
pub use page::{PAGE_SCRIPT, PAGE_STYLE, escape_html, fill, script_data};
pub use style::STYLE;

use geometry::Geometry;
use rows::{Row, rows};
use xml::{Xml, escape, n};

/// A picture of one interleaving.
#[derive(Debug)]
pub struct Picture<'a> {
    timeline: &'a Timeline,
    title: &'a str,
    id: &'a str,
    style: &'a str,
    rows: Vec<Row>,
}

impl<'a> Picture<'a> {
    /// A picture with this title. Loops are folded, and a long interleaving is shortened.
    pub fn new(timeline: &'a Timeline, title: &'a str) -> Self {
        Self { timeline, title, id: "picture", style: STYLE, rows: rows(timeline) }
    }

    /// Sets the prefix of the ids in the SVG and leaves out [`STYLE`], for a page with many pictures that has it
    /// already.
    #[must_use]
    pub fn in_page(self, id: &'a str) -> Self {
        Self { id, style: "", ..self }
    }

    /// The picture as a document of its own, with colors for light and dark screens.
    pub fn svg(&self) -> String {
        let geometry = Geometry::new(self.timeline, &self.rows);
        let graph = wait_graph::draw(self.timeline, self.id);
        let (lanes_width, lanes_height) = (geometry.width(), geometry.height());
        let (graph_width, graph_height) = graph.as_ref().map_or((0.0, 0.0), |graph| graph.size);
        let (width, height) = (lanes_width.max(graph_width), lanes_height + graph_height);
        let mut svg = Xml::default();
        let id = self.id;
        svg.raw(&format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"interleaving\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" \
             height=\"{h}\">\n<title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{desc}\
             </desc>\n<style>{style}</style>\n",
            w = n(width),
            h = n(height),
            title = escape(self.title),
            desc = escape(&description::describe(self.timeline, &self.rows)),
            style = self.style,
        ));
        svg.raw(&style::definitions(id));
        svg.raw(&format!(
            "<rect class=\"ground\" width=\"{}\" height=\"{}\"/>\n",
            n(width),
            n(height)
        ));
        lanes::draw(&mut svg, self.timeline, &self.rows, &geometry, id);
        for (index, line) in geometry.conclusion.iter().enumerate() {
            svg.text("bad-text", (Geometry::left(), geometry.conclusion_line(index)), line);
        }
        if let Some(graph) = graph {
            svg.raw(&format!("<g transform=\"translate(0 {})\">\n", n(lanes_height)));
            svg.raw(&graph.svg);
            svg.raw("</g>\n");
        }
        svg.raw("</svg>\n");
        svg.finish()
    }
}
