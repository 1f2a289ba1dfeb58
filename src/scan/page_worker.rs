//! The worker's side of [`apart`](super::apart): makes the page that it is asked for.

use std::io::{self, BufRead, Read, Write};
use std::path::Path;

use crate::config::{ScanConfig, TextLayer};
use crate::geometry::PageIndex;
use crate::reason::Reason;
use crate::scan::apart::{Answer, InlayShape, Layer, Made, Request, Shape, line};
use crate::scan::limits::Limits;
use crate::scan::open::open;
use crate::scan::raster::PageFault;
use crate::scan::{Content, Inlay, Page};
use crate::warning::Warned;

/// A page that is asked for, and the file that it is of.
#[derive(Debug)]
pub struct Asked {
    request: Request,
    bytes: Vec<u8>,
}

impl Asked {
    /// What `input` asks for.
    ///
    /// # Errors
    /// When the request breaks the format, or the other side is gone.
    pub fn read(input: &mut impl BufRead) -> io::Result<Asked> {
        let request: Request = serde_json::from_str(&line(input)?)?;
        let mut bytes = Vec::new();
        input.take(request.bytes).read_to_end(&mut bytes)?;
        Ok(Asked { request, bytes })
    }

    /// Makes the page and writes it to `output`.
    ///
    /// # Errors
    /// When there is no such page, or the other side is gone.
    pub fn answer(self, output: &mut impl Write) -> io::Result<()> {
        answer(self.request, self.bytes, output)
    }
}

fn answer(request: Request, bytes: Vec<u8>, output: &mut impl Write) -> io::Result<()> {
    let config = ScanConfig {
        max_pixels: request.max_pixels,
        passwords: request.passwords,
        text_layer: match request.text_layer {
            Layer::Judge => TextLayer::Judge,
            Layer::Ignore => TextLayer::Ignore,
            Layer::Only => TextLayer::Only,
        },
        page_worker: None,
    };
    let opened = open(Path::new("page.pdf"), bytes, &config);
    let Some(page) = request.page else {
        writeln!(output, "{}", serde_json::to_string(&Answer::Opened)?)?;
        return output.flush();
    };
    let made = match opened {
        Ok(scan) if page < scan.page_count() => {
            let limits = Limits { finest_dpi: request.finest_dpi, ..Limits::of(request.max_pixels) };
            scan.page_here(PageIndex(page), limits)
        }
        Ok(_) => return Err(io::ErrorKind::InvalidData.into()),
        Err(error) => Err(PageFault::Damaged(Reason::Said(error.to_string()))),
    };
    let (answer, pixels) = match made {
        Err(fault) => (Answer::Fault(fault), Vec::new()),
        Ok(Warned { output: page, warnings }) => {
            let (content, mut pixels) = match page.content {
                Content::Text(lines) => (Shape::Text(lines), Vec::new()),
                Content::Picture { image, scale } => {
                    (Shape::Picture { width: image.width, height: image.height, scale }, image.data)
                }
            };
            let Page { origin, frame, marks, .. } = page;
            let mut inlays = Vec::new();
            for Inlay { place, image } in page.inlays {
                inlays.push(InlayShape { place, width: image.width, height: image.height });
                pixels.extend(image.data);
            }
            (Answer::Page(Made { origin, frame, marks, warnings, content, inlays }), pixels)
        }
    };
    writeln!(output, "{}", serde_json::to_string(&answer)?)?;
    output.write_all(&pixels)?;
    output.flush()
}
