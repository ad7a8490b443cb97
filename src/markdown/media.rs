//! Sound and film: which files `![…](…)` shows as a player, by the ending of their name.
//!
//! Only kinds that every common browser plays are here. It opens no file.

/// What a player plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Medium {
    /// Sound alone.
    Sound,
    /// Pictures that move, usually with sound.
    Film,
}

impl Medium {
    /// The medium of a file, by its name or by an address that ends with it.
    pub fn of(target: &str) -> Option<Self> {
        const SOUND: [&str; 9] = [
            "aac", "flac", "m4a", "mp3", "oga", "ogg", "opus", "wav", "weba",
        ];
        const FILM: [&str; 4] = ["m4v", "mp4", "ogv", "webm"];
        let path = target.split(['#', '?']).next().unwrap_or_default();
        let (_, extension) = path.rsplit_once('.')?;
        let is = |known: &&str| extension.eq_ignore_ascii_case(known);
        if SOUND.iter().any(is) {
            Some(Self::Sound)
        } else {
            FILM.iter().any(is).then_some(Self::Film)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_tells_sound_from_film() {
        for (target, medium) in [
            ("talk.MP3", Some(Medium::Sound)),
            ("../a.b/clip.mp4#t=5", Some(Medium::Film)),
            ("bench.jpg", None),
            ("mp3", None),
            ("old.mov", None),
        ] {
            assert_eq!(Medium::of(target), medium, "{target}");
        }
    }
}
