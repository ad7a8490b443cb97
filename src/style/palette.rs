//! The colours that a theme knows by name, which of them meet, and whether a site's own still contrast enough.
//!
//! A palette is data, so that one check serves the theme's own colours and those of a publisher alike. Where it is
//! written and how it is read is not known here.

use super::{Colour, Face, Scheme, Style};
use crate::diag::Span;
use crate::path::SourcePath;

/// The named colours of a theme.
#[derive(Clone, Debug)]
pub struct Palette {
    /// The file that names them.
    pub file: SourcePath,
    /// The colours, in the order in which the style sheet has them.
    pub tokens: Vec<Token>,
    /// Every pair of them that meets in a page.
    pub pairs: Vec<Pair>,
}

/// A colour that style sheets know by name only.
#[derive(Clone, Debug)]
pub struct Token {
    /// Its name in settings, as `warm_edge`; in style sheets it is `--warm-edge`.
    pub name: String,
    /// What it is for.
    pub used_for: String,
    /// Its value on light paper.
    pub light: Colour,
    /// Its value on dark paper.
    pub dark: Colour,
    /// The bytes of its name in the file.
    pub place: Span,
}

/// Two colours that meet, and the contrast they need. Both are given by their place among the tokens.
#[derive(Clone, Debug)]
pub struct Pair {
    /// What is in front: text, a mark, an edge.
    pub front: usize,
    /// What is behind it.
    pub ground: usize,
    /// The least contrast.
    pub contrast: f64,
    /// The criterion of WCAG 2.2 that asks for it, such as `1.4.3`.
    pub criterion: String,
}

/// A colour with too little contrast to another on which it is used, or that is used on it.
#[derive(Clone, Debug, PartialEq)]
pub struct FaintColour<'p> {
    /// The colour scheme.
    pub scheme: Scheme,
    /// The colour's name.
    pub token: &'p str,
    /// The bytes of that name in the theme's file.
    pub place: &'p Span,
    /// Whether the site has set it, or one that it meets; else the theme is at fault.
    pub is_of_site: bool,
    /// The colour, and the pairs in which it is too faint: `"#7fb3bd" has a contrast of 2.2 to 1 with …`.
    pub message: String,
    /// A shade that would do in all its pairs, if there is one.
    pub better: Option<Colour>,
}

impl FaintColour<'_> {
    /// How to mend it.
    pub fn help(&self) -> String {
        match self.better {
            Some(better) => {
                format!("the nearest shade with enough contrast on all its backgrounds is \"{better}\"")
            }
            None => "no shade has enough contrast on all its backgrounds; change the other colours as well".to_owned(),
        }
    }
}

impl Palette {
    /// The names of the colours, in their order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().map(|token| token.name.as_str())
    }

    /// The colours of a site as custom properties, dark ones for screens that ask for them; print stays light.
    pub fn sheet(&self, style: &Style) -> String {
        let properties = |scheme| {
            (0..self.tokens.len())
                .map(|at| {
                    let name = self.tokens[at].name.replace('_', "-");
                    format!("  --{name}: {};\n", self.colour(style, scheme, at))
                })
                .collect::<String>()
        };
        let face = match style.face {
            Face::Serif => "serif",
            Face::Sans => "sans",
        };
        format!(
            ":root {{\n{}  --face: var(--{face});\n}}\n\n@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{}}}\n}}\n",
            properties(Scheme::Light),
            properties(Scheme::Dark),
        )
    }

    /// Every colour of a site whose contrast is too low, each once, in the order of the pairs.
    pub fn faint(&self, style: &Style) -> Vec<FaintColour<'_>> {
        let mut faint = Vec::new();
        for scheme in Scheme::ALL {
            let mut told = Vec::new();
            for pair in &self.pairs {
                let token = self.blamed(style, scheme, pair);
                if self.is_low(style, scheme, pair) && !told.contains(&token) {
                    told.push(token);
                    faint.push(self.judge(style, scheme, token));
                }
            }
        }
        faint
    }

    fn is_low(&self, style: &Style, scheme: Scheme, pair: &Pair) -> bool {
        let front = self.colour(style, scheme, pair.front);
        front.contrast(self.colour(style, scheme, pair.ground)) < pair.contrast
    }

    /// The colour of a pair to speak of: the one that was changed.
    fn blamed(&self, style: &Style, scheme: Scheme, pair: &Pair) -> usize {
        let is_front =
            self.is_set(style, scheme, pair.front) || !self.is_set(style, scheme, pair.ground);
        if is_front { pair.front } else { pair.ground }
    }

    /// What is wrong with one colour: the pairs in which it is too faint, and the shade that would do in all its pairs.
    fn judge(&self, style: &Style, scheme: Scheme, token: usize) -> FaintColour<'_> {
        let colour = self.colour(style, scheme, token);
        let is_own = |pair: &&Pair| pair.front == token || pair.ground == token;
        let other = |pair: &Pair| match pair.front == token {
            true => pair.ground,
            false => pair.front,
        };
        let own: Vec<&Pair> = self.pairs.iter().filter(is_own).collect();
        let low: Vec<&Pair> = own
            .iter()
            .copied()
            .filter(|pair| self.is_low(style, scheme, pair))
            .filter(|pair| self.blamed(style, scheme, pair) == token)
            .collect();
        let told: Vec<String> = low
            .iter()
            .map(|pair| {
                let neighbour = self.colour(style, scheme, other(pair));
                format!(
                    "{:.1} to 1 with {} (\"{neighbour}\"), where {} to 1 is needed (WCAG {})",
                    // Never rounded up to what would be enough.
                    (colour.contrast(neighbour) * 10.0).floor() / 10.0,
                    self.tokens[other(pair)].name,
                    pair.contrast,
                    pair.criterion
                )
            })
            .collect();
        let fits = |shade: Colour| {
            own.iter().all(|pair| {
                let neighbour = self.colour(style, scheme, other(pair));
                shade.contrast(neighbour) >= pair.contrast
            })
        };
        FaintColour {
            scheme,
            token: &self.tokens[token].name,
            place: &self.tokens[token].place,
            is_of_site: self.is_set(style, scheme, token),
            message: format!("\"{colour}\" has a contrast of {}", told.join(", and of ")),
            better: colour.until(fits),
        }
    }

    fn is_set(&self, style: &Style, scheme: Scheme, token: usize) -> bool {
        style.colours(scheme).contains_key(&self.tokens[token].name)
    }

    fn colour(&self, style: &Style, scheme: Scheme, token: usize) -> Colour {
        let token = &self.tokens[token];
        let own = style.colours(scheme).get(&token.name).copied();
        own.unwrap_or(match scheme {
            Scheme::Light => token.light,
            Scheme::Dark => token.dark,
        })
    }
}
