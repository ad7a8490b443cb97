//! Numbers with the word for what they count, in the right form: the plurals of all messages.

/// `1 page`, `2 pages`, `10,012 pages`.
pub fn counted(number: usize, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        grouped(number),
        if number == 1 { one } else { many }
    )
}

/// `no page`, `1 page`, `2 pages`.
pub fn counted_or_no(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {one}"),
        _ => counted(number, one, many),
    }
}

/// `10,012`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_readable() {
        assert_eq!(counted(1, "page", "pages"), "1 page");
        assert_eq!(counted(10_012, "page", "pages"), "10,012 pages");
        assert_eq!(counted(100, "page", "pages"), "100 pages");
        assert_eq!(counted_or_no(0, "page", "pages"), "no page");
    }
}
