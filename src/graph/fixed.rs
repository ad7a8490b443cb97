//! Pages that every guide has, each at an address of its own.
//!
//! An article at such an address (`content/help.md`) does not clash with the page: it is the page, and
//! its text stands in it.

use crate::path::Route;

/// A page that every guide has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fixed {
    /// Whom to turn to, by region.
    Help,
    /// What the site learns of its readers and leaves on their devices.
    Privacy,
    /// How to read without being watched, and how to leave.
    SafeBrowsing,
    /// Where the whole guide is searched.
    Search,
}

impl Fixed {
    /// Every one of them.
    pub const ALL: [Fixed; 4] = [Self::Help, Self::Privacy, Self::SafeBrowsing, Self::Search];

    /// Its name: that of its template and, between two slashes, its address.
    pub fn name(self) -> &'static str {
        match self {
            Self::Help => "help",
            Self::Privacy => "privacy",
            Self::SafeBrowsing => "safe-browsing",
            Self::Search => "search",
        }
    }

    /// Its address.
    pub fn route(self) -> Route {
        Route::new(&format!("/{}/", self.name()))
    }

    /// The page at an address, if it is one of them.
    pub fn at(route: &Route) -> Option<Fixed> {
        let name = route.as_str().trim_matches('/');
        Self::ALL.into_iter().find(|fixed| fixed.name() == name)
    }
}
