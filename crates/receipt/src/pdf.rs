//! Pages as a PDF file.
//!
//! The same pages always give the same bytes: fonts and documents have names of their own instead of random ones, and the
//! time of the file is the time of printing. printpdf measures in points, so this is where lengths become floats.

use std::sync::LazyLock;

use chrono::{Datelike, Duration, NaiveDateTime, Timelike};
use printpdf::{
    Color, CurTransMat, Date, DateTime, FontId, Greyscale, Mm, Offset, Op, PaintMode, ParsedFont, PdfDocument, PdfFont,
    PdfFontHandle, PdfPage, PdfSaveOptions, Pt, Rect, TextItem, TextMatrix, TextRenderingMode, Time,
};

use crate::page::{Blocks, Frame, Ink, Item, Length, Page, Rule, TextRun, Weight};
use crate::typeface::FONT_BYTES;

static FONT: LazyLock<ParsedFont> = LazyLock::new(|| {
    ParsedFont::from_bytes(FONT_BYTES, 0, &mut Vec::new()).expect("the font in the repository is a font")
});

/// The pages as one PDF file, with the characters that they use embedded.
pub fn pdf(pages: &[Page]) -> Vec<u8> {
    let title = pages.first().map_or("", |page| page.title.as_str());
    let mut document = PdfDocument::new(title);
    if let Some(page) = pages.first() {
        let printed_at = date_time(page.printed_at);
        let info = &mut document.metadata.info;
        info.creation_date = printed_at;
        info.modification_date = printed_at;
        info.metadata_date = printed_at;
        info.identifier = identifier(title);
    }
    document.resources.fonts.map.insert(font_id(), PdfFont::new(FONT.clone()));
    document.with_pages(pages.iter().map(pdf_page).collect());
    let mut file = document.to_lopdf_document(&PdfSaveOptions::default(), &mut Vec::new());
    let id = lopdf::Object::string_literal(identifier(title));
    file.trailer.set("ID", vec![id.clone(), id]);
    file.compress();
    let mut bytes = Vec::new();
    file.save_modern(&mut bytes).expect("writing to memory does not fail");
    bytes
}

fn font_id() -> FontId {
    FontId("ReceiptSans".to_owned())
}

/// The part of the title that every reader of PDF can show: the receipt's number.
fn identifier(title: &str) -> String {
    title.chars().filter(char::is_ascii_graphic).collect()
}

/// printpdf writes times as UTC; China is eight hours ahead of it, all year and everywhere.
fn date_time(local: NaiveDateTime) -> DateTime {
    let utc = local - Duration::hours(8);
    let date = Date { year: utc.year(), month: utc.month() as u8, day: utc.day() as u8 };
    let time = Time { hour: utc.hour() as u8, minute: utc.minute() as u8, second: utc.second() as u8, millisecond: 0 };
    DateTime::new_in_offset(date, time, Offset { hours: 0, minutes: 0, seconds: 0, milliseconds: 0 })
}

fn pdf_page(page: &Page) -> PdfPage {
    let mut ops = Vec::new();
    for item in &page.items {
        match item {
            Item::Text(run) => text_ops(&mut ops, page, run),
            Item::Rule(rule) => ops.push(fill(page, rule_box(rule))),
            Item::Frame(frame) => ops.extend(frame_boxes(frame).into_iter().map(|part| fill(page, part))),
            Item::Blocks(blocks) => block_ops(&mut ops, page, blocks),
        }
    }
    PdfPage::new(millimetres(page.width), millimetres(page.height), ops)
}

fn text_ops(ops: &mut Vec<Op>, page: &Page, run: &TextRun) {
    let colour = grey(run.ink);
    ops.push(Op::SaveGraphicsState);
    ops.push(Op::StartTextSection);
    ops.push(Op::SetFillColor { col: colour.clone() });
    if run.weight == Weight::Strong {
        ops.push(Op::SetOutlineColor { col: colour });
        ops.push(Op::SetOutlineThickness { pt: points(run.em * 3 / 100) });
        ops.push(Op::SetTextRenderingMode { mode: TextRenderingMode::FillStroke });
    }
    ops.push(Op::SetFont { font: PdfFontHandle::External(font_id()), size: points(run.em) });
    let matrix = TextMatrix::Translate(points(run.left), points(page.height - run.baseline));
    ops.push(Op::SetTextMatrix { matrix });
    ops.push(Op::ShowText { items: vec![TextItem::Text(run.text.clone())] });
    ops.push(Op::EndTextSection);
    ops.push(Op::RestoreGraphicsState);
}

/// Left, top, width and height of something black.
type Area = (Length, Length, Length, Length);

fn rule_box(rule: &Rule) -> Area {
    let ((x1, y1), (x2, y2), thickness) = (rule.from, rule.to, rule.thickness);
    let (left, top) = (x1.min(x2) - thickness / 2, y1.min(y2) - thickness / 2);
    (left, top, (x2 - x1).abs() + thickness, (y2 - y1).abs() + thickness)
}

fn frame_boxes(frame: &Frame) -> Vec<Area> {
    let (left, top) = (frame.left, frame.top);
    let (right, bottom) = (left + frame.width, top + frame.height);
    match frame.thickness {
        None => vec![(left, top, frame.width, frame.height)],
        Some(thickness) => [
            ((left, top), (right, top)),
            ((left, bottom), (right, bottom)),
            ((left, top), (left, bottom)),
            ((right, top), (right, bottom)),
        ]
        .map(|(from, to)| rule_box(&Rule { from, to, thickness }))
        .to_vec(),
    }
}

/// Modules are drawn in a space of their own, one unit a module, because small whole numbers keep the file small.
fn block_ops(ops: &mut Vec<Op>, page: &Page, blocks: &Blocks) {
    let module = points(blocks.module).0;
    let (left, top) = (points(blocks.left).0, points(page.height - blocks.top).0);
    ops.push(Op::SaveGraphicsState);
    ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw([module, 0.0, 0.0, module, left, top]) });
    for (row, column, count) in &blocks.runs {
        let [x, y, width] = [*column, -row - 1, *count].map(|modules| Pt(modules as f32));
        let rectangle = Rect { x, y, width, height: Pt(1.0), mode: Some(PaintMode::Fill), winding_order: None };
        ops.push(Op::DrawRectangle { rectangle });
    }
    ops.push(Op::RestoreGraphicsState);
}

fn fill(page: &Page, (left, top, width, height): Area) -> Op {
    let rectangle = Rect {
        x: points(left),
        y: points(page.height - top - height),
        width: points(width),
        height: points(height),
        mode: Some(PaintMode::Fill),
        winding_order: None,
    };
    Op::DrawRectangle { rectangle }
}

fn grey(ink: Ink) -> Color {
    let percent = match ink {
        Ink::Black => 0.0,
        Ink::Pale => 0.85,
        Ink::White => 1.0,
    };
    Color::Greyscale(Greyscale { percent, icc_profile: None })
}

#[expect(clippy::float_arithmetic, reason = "printpdf takes lengths in points of f32; nothing is computed with them")]
fn points(length: Length) -> Pt {
    Pt(length as f32 * 72.0 / 2540.0)
}

#[expect(clippy::float_arithmetic, reason = "printpdf takes the size of a page in millimetres of f32")]
fn millimetres(length: Length) -> Mm {
    Mm(length as f32 / 100.0)
}
