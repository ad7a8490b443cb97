//! The answer of another host about a page.

/// What is known of a page on another host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It exists.
    Fine,
    /// It exists, and is permanently at another address.
    Moved(String),
    /// The host does not answer programs; what it said.
    Refused(String),
    /// There was no answer that says anything about the page; what came instead.
    Silent(String),
    /// It does not exist; what the host, or the directory of hosts, said.
    Gone(String),
}

impl Answer {
    /// What a status says about a page, if it is neither a page nor a redirect.
    pub(super) fn of_status(status: u16) -> Self {
        let said = format!("the host answers {status}");
        match status {
            404 | 410 => Self::Gone(said),
            400..=499 => Self::Refused(said),
            _ => Self::Silent(said),
        }
    }
}
