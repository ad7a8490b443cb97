//! A link map as SVG: dots, names and lines, coloured by the style sheet of the page.
//!
//! For assistive technology it is one picture with a title and a description; the table says the same in words.
//! Nothing in it needs the script, which only marks the links of one article.

use std::fmt::Write;

use super::chart::{Chart, Link, Node, WIDTH};
use crate::html::escape;

/// The longest name that fits next to a dot, in characters.
const LONGEST_NAME: usize = 44;

/// Draws a map; `id` is unique among the pictures of the page.
pub(super) fn draw(chart: &Chart, id: &str) -> String {
    let mut svg = format!(
        "<svg class=\"map\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-what\">\n\
         <title id=\"{id}-title\">",
        height = chart.height
    );
    escape::html(&mut svg, &chart.title);
    let mutual = chart.links.iter().filter(|link| link.mutual).count();
    // Writing to a text cannot fail, here and below.
    let _ = write!(
        svg,
        "</title>\n<desc id=\"{id}-what\">{} dots, joined by {} lines; {mutual} of them are links in both directions. \
         The larger a dot, the more links lead to it. The table below the picture says the same.</desc>\n\
         <defs><marker id=\"{id}-tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" \
         markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"tip\" d=\"M0 0.5 8 4 0 7.5z\"/></marker></defs>\n",
        chart.nodes.len(),
        chart.links.len(),
    );
    let most = chart.links.iter().map(|link| link.count).max().unwrap_or(0);
    for link in &chart.links {
        line(&mut svg, chart, link, id, most);
    }
    for (name, spot) in &chart.headings {
        let _ = write!(svg, "<text class=\"section\"");
        place(&mut svg, spot.x, spot.y, spot.on_the_right);
        escape::html(&mut svg, &shortened(name));
        svg.push_str("</text>\n");
    }
    for (at, node) in chart.nodes.iter().enumerate() {
        dot(&mut svg, at, node);
    }
    svg.push_str("</svg>\n");
    svg
}

/// How large a dot is: its area grows with the links that lead to it.
fn radius(node: &Node) -> f64 {
    (3.0 + 1.5 * (node.inbound as f64).sqrt()).min(10.0)
}

/// A line from dot to dot through the space between the columns. It is thicker the more links it represents, compared
/// with the `most` of any line.
fn line(svg: &mut String, chart: &Chart, link: &Link, id: &str, most: usize) {
    let (from, to) = (&chart.nodes[link.from], &chart.nodes[link.to]);
    let inward = |node: &Node| if node.spot.on_the_right { -1.0 } else { 1.0 };
    let start = from.spot.x + inward(from) * (radius(from) + 1.5);
    let end = to.spot.x + inward(to) * (radius(to) + 1.5);
    // Within a column a line swings out, farther for a longer line; across, it leaves and arrives horizontally.
    let swing = if from.spot.on_the_right == to.spot.on_the_right {
        (36.0 + (from.spot.y - to.spot.y).abs() * 0.34).min(205.0)
    } else {
        (end - start).abs() * 0.45
    };
    let class = if link.mutual { "both" } else { "one" };
    let weight = match link.count * 3 {
        // A line between two articles represents at most one link each way.
        ..=6 => "",
        count if count > most * 2 => " many",
        count if count > most => " some",
        _ => "",
    };
    let _ = write!(
        svg,
        "<path class=\"{class}{weight}\" data-from=\"{}\" data-to=\"{}\" d=\"M{start:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {end:.1} {:.1}\"",
        link.from,
        link.to,
        from.spot.y,
        start + inward(from) * swing,
        from.spot.y,
        end + inward(to) * swing,
        to.spot.y,
        to.spot.y,
    );
    if !link.mutual {
        let _ = write!(svg, " marker-end=\"url(#{id}-tip)\"");
    }
    svg.push_str("/>\n");
}

fn dot(svg: &mut String, at: usize, node: &Node) {
    let mut class = if node.heads { "node section" } else { "node" }.to_owned();
    if node.orphan {
        class.push_str(" orphan");
    }
    let _ = write!(svg, "<g class=\"{class}\" data-node=\"{at}\"><title>");
    escape::html(svg, &node.name);
    let _ = write!(
        svg,
        "</title><circle cx=\"{}\" cy=\"{}\" r=\"{:.1}\"/><text",
        node.spot.x,
        node.spot.y,
        radius(node)
    );
    place(svg, node.spot.x, node.spot.y, node.spot.on_the_right);
    escape::html(svg, &shortened(&node.name));
    svg.push_str("</text></g>\n");
}

/// The position of a name: outside its dot, away from the lines.
fn place(svg: &mut String, x: f64, y: f64, on_the_right: bool) {
    let (x, anchor) = if on_the_right {
        (x + 16.0, "start")
    } else {
        (x - 16.0, "end")
    };
    let _ = write!(
        svg,
        " x=\"{x}\" y=\"{}\" text-anchor=\"{anchor}\">",
        y + 4.5
    );
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    let kept: String = name.chars().take(LONGEST_NAME - 1).collect();
    format!("{}…", kept.trim_end())
}
