//! A plot on a logarithmic scale, with the name of each line at its end.
use plotters::coord::Shift;
use plotters::coord::ranged1d::{AsRangedCoord, ValueFormatter};
use plotters::prelude::*;

/// Lines with their names and points.
pub(crate) struct Plot {
    pub(crate) title: String,
    pub(crate) x: String,
    pub(crate) y: String,
    /// How a value of `y` is shown.
    pub(crate) show: fn(f64) -> String,
    pub(crate) is_log_x: bool,
    pub(crate) lines: Vec<(String, Vec<(f64, f64)>)>,
}

const SIZE: (u32, u32) = (720, 400);

/// Colors that also differ in brightness.
const COLORS: [RGBColor; 8] = [
    RGBColor(0, 0, 0),
    RGBColor(213, 94, 0),
    RGBColor(0, 114, 178),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(110, 110, 110),
    RGBColor(86, 180, 233),
    RGBColor(230, 159, 0),
];

/// The height of a label.
const LABEL: i32 = 13;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

impl Plot {
    /// The plot as SVG.
    pub(crate) fn svg(&self) -> Result<String, String> {
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
            let points = || self.lines.iter().flat_map(|(_, points)| points);
            let bounds = |of: fn(&(f64, f64)) -> f64| {
                let values = points().map(of);
                values.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)))
            };
            let ((left, right), (low, high)) = (bounds(|point| point.0), bounds(|point| point.1));
            let y = (low / 1.5..high * 1.5).log_scale();
            let drawn = match self.is_log_x {
                true => self.draw(&area, (left..right * 1.35).log_scale(), y),
                false => self.draw(&area, left..right + (right - left) * 0.14, y),
            };
            drawn.and_then(|()| area.present().map_err(|error| error.to_string()))?;
        }
        Ok(svg)
    }

    fn draw<X, Y>(&self, area: &Area<'_>, x: X, y: Y) -> Result<(), String>
    where
        X: AsRangedCoord<Value = f64>,
        Y: AsRangedCoord<Value = f64>,
        X::CoordDescType: ValueFormatter<f64>,
        Y::CoordDescType: ValueFormatter<f64>,
    {
        let error = |error: &dyn std::fmt::Display| error.to_string();
        area.fill(&WHITE).map_err(|e| error(&e))?;
        let mut chart = ChartBuilder::on(area)
            .caption(&self.title, ("sans-serif", 17))
            .margin(12)
            .x_label_area_size(40)
            .y_label_area_size(70)
            .build_cartesian_2d(x, y)
            .map_err(|e| error(&e))?;
        chart
            .configure_mesh()
            .x_desc(&self.x)
            .y_desc(&self.y)
            .light_line_style(WHITE)
            .x_label_formatter(&|x| format!("{x:.0}"))
            .y_label_formatter(&|y| (self.show)(*y))
            .draw()
            .map_err(|e| error(&e))?;
        let mut ends = Vec::new();
        for (number, (name, points)) in self.lines.iter().enumerate() {
            let color = COLORS[number % COLORS.len()];
            let line = LineSeries::new(points.iter().copied(), color.stroke_width(2));
            chart.draw_series(line.point_size(3)).map_err(|e| error(&e))?;
            let end = points.last().map(|point| chart.backend_coord(point));
            ends.extend(end.map(|(x, y)| (y, x, name)));
        }
        // The names stand at the ends of the lines, but not on top of each other.
        ends.sort_unstable();
        let mut free = 0;
        for (y, x, name) in ends {
            let y = (y - LABEL / 2).max(free);
            free = y + LABEL;
            let text = Text::new(name.as_str(), (x + 8, y), ("sans-serif", LABEL));
            area.draw(&text).map_err(|e| error(&e))?;
        }
        Ok(())
    }
}
