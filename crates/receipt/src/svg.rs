//! A page as a picture for the screen.

use std::fmt::Write as _;

use crate::page::{Align, Blocks, Frame, Ink, Item, Length, Page, Rule, TextRun, Weight};

/// The printed font where the page loads it under its name (`font`), else the fonts of the desk's machines; where they are a little wider than the printed one, the aligned end stays in place.
const FONTS: &str = "'Receipt Sans','Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC','WenQuanYi Micro Hei',sans-serif";

/// The page as SVG text, one unit a hundredth of a millimetre. Texts stay texts, so they can be read aloud and copied.
pub fn svg(page: &Page) -> String {
    let Page { width, height, .. } = page;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{}mm\" height=\"{}mm\" \
         role=\"img\" aria-label=\"{}\" font-family=\"{FONTS}\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n",
        millimetres(*width),
        millimetres(*height),
        escaped(&page.title),
    );
    for item in &page.items {
        match item {
            Item::Text(run) => text(&mut svg, run),
            Item::Rule(rule) => line(&mut svg, rule),
            Item::Frame(frame) => rectangle(&mut svg, frame),
            Item::Blocks(blocks) => modules(&mut svg, blocks),
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn millimetres(length: Length) -> String {
    format!("{}.{:02}", length / 100, length % 100)
}

fn text(svg: &mut String, run: &TextRun) {
    let (anchor, x) = match run.align {
        Align::Left => ("start", run.left),
        Align::Middle => ("middle", run.left + run.width / 2),
        Align::Right => ("end", run.left + run.width),
    };
    let colour = match run.ink {
        Ink::Black => "#000",
        Ink::Pale => "#d9d9d9",
        Ink::White => "#fff",
    };
    let stroke = match run.weight {
        Weight::Regular => String::new(),
        Weight::Strong => format!(" stroke=\"{colour}\" stroke-width=\"{}\"", run.em * 3 / 100),
    };
    let (y, em) = (run.baseline, run.em);
    let words = escaped(&run.text);
    append(
        svg,
        format_args!(
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{em}\" text-anchor=\"{anchor}\" fill=\"{colour}\"{stroke} \
             xml:space=\"preserve\">{words}</text>\n"
        ),
    );
}

fn line(svg: &mut String, rule: &Rule) {
    let ((x1, y1), (x2, y2), thickness) = (rule.from, rule.to, rule.thickness);
    append(
        svg,
        format_args!(
            "<path d=\"M{x1} {y1}L{x2} {y2}\" stroke=\"#000\" stroke-width=\"{thickness}\" stroke-linecap=\"square\"/>\n"
        ),
    );
}

fn rectangle(svg: &mut String, frame: &Frame) {
    let Frame { left, top, width, height, thickness } = *frame;
    let paint = match thickness {
        Some(thickness) => format!("fill=\"none\" stroke=\"#000\" stroke-width=\"{thickness}\""),
        None => "fill=\"#000\"".to_owned(),
    };
    append(svg, format_args!("<rect x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" {paint}/>\n"));
}

fn modules(svg: &mut String, blocks: &Blocks) {
    svg.push_str("<path shape-rendering=\"crispEdges\" d=\"");
    for (row, column, count) in &blocks.runs {
        let (x, y) = (blocks.left + column * blocks.module, blocks.top + row * blocks.module);
        let width = count * blocks.module;
        append(svg, format_args!("M{x} {y}h{width}v{}h-{width}z", blocks.module));
    }
    svg.push_str("\"/>\n");
}

fn append(svg: &mut String, text: std::fmt::Arguments<'_>) {
    svg.write_fmt(text).expect("writing to a string does not fail");
}

/// What a customer's name may hold must not become markup.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_angle_brackets_stays_a_name() {
        assert_eq!(escaped("<b>\"A&B\"'"), "&lt;b&gt;&quot;A&amp;B&quot;&#39;");
    }
}
