//! The address for other machines as a QR code, so that a phone need not type it.

use qrcode::QrCode;
use qrcode::render::{svg, unicode};

/// The code as a drawing. `None` if the address is too long for one.
pub(super) fn drawing(url: &str) -> Option<String> {
    let code = QrCode::new(url).ok()?;
    let mut drawing = code.render::<svg::Color<'_>>();
    Some(drawing.min_dimensions(240, 240).build())
}

/// The code as lines of text, for a terminal with light letters on a dark ground. `None` if the address is too long for one.
pub(super) fn text(url: &str) -> Option<String> {
    let code = QrCode::new(url).ok()?;
    let mut text = code.render::<unicode::Dense1x2>();
    let [dark, light] = [unicode::Dense1x2::Light, unicode::Dense1x2::Dark];
    Some(text.dark_color(dark).light_color(light).build())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_a_drawing_and_a_text_with_a_margin() {
        let url = "http://192.168.1.5:1414/0123456789abcdef0123/";
        let drawing = drawing(url).expect("a drawing");
        assert!(drawing.starts_with("<?xml") && drawing.ends_with("</svg>"));
        let text = text(url).expect("a text");
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines.len() > 15 && lines.len() < 30, "{text}");
        assert!(
            lines[0].chars().all(|sign| sign == '█'),
            "a light margin:\n{text}"
        );
        assert_eq!(super::drawing(&"x".repeat(8_000)), None);
    }
}
