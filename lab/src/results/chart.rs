//! Lines over time, as SVG.

use crate::LabError;
use plotters::prelude::*;
use std::path::Path;

/// A named line.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// What it shows.
    pub name: String,
    /// Its points.
    pub points: Vec<(f64, f64)>,
}

/// Lines in one picture.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    /// What its file is called.
    pub name: String,
    /// What stands above it.
    pub title: String,
    /// What the horizontal axis counts.
    pub x: String,
    /// What the vertical axis counts.
    pub y: String,
    /// What is drawn.
    pub lines: Vec<Line>,
}

impl Chart {
    /// Writes the picture.
    pub fn write_svg(&self, path: &Path) -> Result<(), LabError> {
        let mut svg = String::new();
        self.draw(&mut svg).map_err(|said| LabError::file(path, said))?;
        std::fs::write(path, svg).map_err(|said| LabError::file(path, said))
    }

    fn draw(&self, svg: &mut String) -> Result<(), String> {
        let root = SVGBackend::with_string(svg, (960, 540)).into_drawing_area();
        root.fill(&WHITE).map_err(said)?;
        let ((x0, x1), (y0, y1)) = (self.range(|point| point.0), self.range(|point| point.1));
        let mut chart = ChartBuilder::on(&root)
            .caption(&self.title, ("sans-serif", 22))
            .margin(16)
            .x_label_area_size(44)
            .y_label_area_size(72)
            .build_cartesian_2d(x0..x1, y0.min(0.0)..y1)
            .map_err(said)?;
        chart.configure_mesh().x_desc(&self.x).y_desc(&self.y).draw().map_err(said)?;
        for (place, line) in self.lines.iter().enumerate() {
            let color = Palette99::pick(place).to_rgba();
            let drawn = LineSeries::new(line.points.iter().copied(), color.stroke_width(2));
            chart
                .draw_series(drawn)
                .map_err(said)?
                .label(&line.name)
                .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], color.stroke_width(2)));
        }
        let legend = chart.configure_series_labels();
        { legend }.background_style(WHITE.mix(0.8)).border_style(BLACK).draw().map_err(said)?;
        root.present().map_err(said)
    }

    /// From the least to the most, a little apart.
    fn range(&self, of: impl Fn(&(f64, f64)) -> f64) -> (f64, f64) {
        let values = self.lines.iter().flat_map(|line| &line.points).map(of).filter(|v| v.is_finite());
        let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
        match low < high {
            true => (low, high + (high - low) * 0.05),
            false => (0.0, high.max(1.0)),
        }
    }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chart_should_be_svg_with_its_names_whatever_the_points() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.svg");
        for points in [vec![], vec![(1.0, 1.0)], vec![(0.0, f64::NAN), (1.0, 2.0), (2.0, -3.0)]] {
            let lines = vec![Line { name: "alpha_price".into(), points }];
            let chart = Chart { title: "Price".into(), lines, ..Chart::default() };
            chart.write_svg(&path).unwrap();
            let svg = std::fs::read_to_string(&path).unwrap();
            assert!(svg.starts_with("<svg") && svg.contains("alpha_price") && svg.contains("Price"));
        }
    }
}
