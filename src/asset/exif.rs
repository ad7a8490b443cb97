//! EXIF: reads the orientation, the only field that a published picture keeps. All other fields are ignored.

/// The orientation (1 to 8) in the TIFF structure of EXIF data.
pub(super) fn orientation(tiff: &[u8]) -> Option<u8> {
    let little = tiff.starts_with(b"II");
    let number = |at: usize, bytes: usize| -> Option<usize> {
        let slice = tiff.get(at..at.checked_add(bytes)?)?;
        let fold = |sum: usize, byte: &u8| sum << 8 | usize::from(*byte);
        Some(if little {
            slice.iter().rev().fold(0, fold)
        } else {
            slice.iter().fold(0, fold)
        })
    };
    let directory = number(4, 4)?;
    let entries = number(directory, 2)?;
    (0..entries)
        .map(|entry| directory + 2 + entry * 12)
        .find(|&at| number(at, 2) == Some(0x0112))
        .and_then(|at| number(at + 8, 2))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (1..=8).contains(value))
}

/// A TIFF structure with an orientation and no other field.
pub(super) fn orientation_only(orientation: u8) -> Vec<u8> {
    let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
    tiff
}

/// A TIFF structure without fields.
pub(super) const NOTHING: &[u8] = b"MM\0\x2a\0\0\0\x08\0\0\0\0\0\0";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_orientation_is_all_that_is_kept() {
        for value in 1..=8 {
            assert_eq!(orientation(&orientation_only(value)), Some(value));
        }
        assert_eq!(orientation(b"II"), None);
        assert_eq!(orientation(NOTHING), None);
        assert_eq!(orientation(b"MM\0*\xFF\xFF\xFF\xFF"), None);
    }
}
