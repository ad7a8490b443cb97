//! Chooses the settings of a build while those on disk are faulty: the last good ones, else the valid part of those on disk.

use std::sync::Arc;

use crate::config::Config;
use crate::diag::{Error, Result};

/// The settings of the last build that was shown with good ones.
#[derive(Debug, Default)]
pub(super) struct LastGood(Option<Arc<Config>>);

/// The settings for a build.
#[derive(Debug)]
pub(super) struct ConfigChoice {
    /// The settings.
    pub(super) config: Arc<Config>,
    /// Why they are not the ones on disk.
    pub(super) failure: Option<Error>,
}

impl LastGood {
    /// The settings on disk if they are good, else the last good ones, else what `salvage` makes of the faulty ones.
    pub(super) fn choose(
        &self,
        on_disk: Result<Arc<Config>>,
        salvage: impl FnOnce() -> Arc<Config>,
    ) -> ConfigChoice {
        match on_disk {
            Ok(config) => ConfigChoice {
                config,
                failure: None,
            },
            Err(error) => ConfigChoice {
                config: self.0.clone().unwrap_or_else(salvage),
                failure: Some(error),
            },
        }
    }

    /// Keeps the settings of a build that is shown. Returns whether every page has to show the failure: there never were
    /// good settings, so no page is what its author meant.
    pub(super) fn shown(&mut self, config: &Arc<Config>, failure: Option<&Error>) -> bool {
        if failure.is_none() {
            self.0 = Some(Arc::clone(config));
        }
        self.0.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(title: &str) -> Arc<Config> {
        Arc::new(Config {
            title: title.to_owned(),
            ..Config::default()
        })
    }

    fn faulty() -> Result<Arc<Config>> {
        Err(Error::new("a setting cannot be used"))
    }

    #[test]
    fn faulty_settings_give_way_to_the_last_good_ones() {
        let mut last = LastGood::default();
        let first = last.choose(Ok(titled("good")), || titled("salvaged"));
        assert!(first.failure.is_none());
        assert!(!last.shown(&first.config, None));
        let second = last.choose(faulty(), || titled("salvaged"));
        assert_eq!(second.config.title, "good");
        assert!(second.failure.is_some());
        assert!(!last.shown(&second.config, second.failure.as_ref()));
        let third = last.choose(Ok(titled("mended")), || titled("salvaged"));
        assert_eq!(third.config.title, "mended");
    }

    #[test]
    fn without_any_good_settings_the_usable_ones_are_taken_and_every_page_says_so() {
        let mut last = LastGood::default();
        for _ in 0..2 {
            let chosen = last.choose(faulty(), || titled("salvaged"));
            assert_eq!(chosen.config.title, "salvaged");
            assert!(last.shown(&chosen.config, chosen.failure.as_ref()));
        }
        assert!(!last.shown(&titled("good"), None));
    }
}
