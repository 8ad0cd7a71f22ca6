//! QR codes as SVG: one path, so that the picture stays small and prints sharp.

use std::fmt::Write;

use qrcodegen::{QrCode, QrCodeEcc};

/// White modules around the code, without which scanners do not find it (ISO/IEC 18004).
const QUIET: i32 = 4;

/// The QR code of a text; `None` when the text is too long for any.
pub fn qr_svg(text: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = code.size() + 2 * QUIET;
    let mut path = String::new();
    for y in 0..code.size() {
        for x in 0..code.size() {
            if code.get_module(x, y) {
                let _ = write!(path, "M{} {}h1v1h-1z", x + QUIET, y + QUIET);
            }
        }
    }
    Some(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_link_fits_a_code_with_a_quiet_zone() {
        let svg = qr_svg("https://s.example/linde/m/#e=7k2m9tp4hdv6rbkx7q2m9tp4hd7k2m9t").unwrap();
        // Version 4 has 33 modules a side.
        assert!(svg.contains("viewBox=\"0 0 41 41\""), "{svg}");
        // The finder pattern's corner stands right behind the quiet zone.
        assert!(svg.contains("d=\"M4 4h1v1h-1z"));
    }

    #[test]
    fn a_text_that_fits_no_code_gives_none() {
        assert!(qr_svg(&"a".repeat(3_000)).is_none());
    }
}
