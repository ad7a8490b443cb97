//! The layout of the link map: the positions of everything in it.
//!
//! Articles are dots in two columns with their titles outside, section by section in reading order; links are lines in the
//! space between. All text is horizontal, so that it is readable. Positions depend on the order of the site alone: the same
//! site gives the same picture, and a new article moves little. Lengths are in pixels of a picture that is [`WIDTH`] wide.

use std::collections::BTreeMap;

use super::model::Overview;

/// A picture holds at most this many articles; a larger site is drawn by its sections first.
const MOST_NODES: usize = 110;

/// The width of every picture.
pub(super) const WIDTH: f64 = 1120.0;
/// How far from the edges of the picture the two columns of dots are.
const MARGIN: f64 = 350.0;
const ROW: f64 = 22.0;
/// The space above a section.
const GAP: f64 = 16.0;
const EDGE: f64 = 14.0;

/// One picture with everything it shows.
pub(super) struct Chart {
    /// What it shows, in words.
    pub(super) title: String,
    pub(super) nodes: Vec<Node>,
    /// The names of sections that are not nodes, and where they are.
    pub(super) headings: Vec<(String, Spot)>,
    pub(super) links: Vec<Link>,
    pub(super) height: f64,
}

/// A dot with a name.
pub(super) struct Node {
    pub(super) name: String,
    /// How many links come in, which decides how large it is drawn.
    pub(super) inbound: usize,
    /// Whether it names the section whose articles follow.
    pub(super) heads: bool,
    /// Whether it is an article to which nothing links.
    pub(super) orphan: bool,
    pub(super) spot: Spot,
}

/// The position of a row of a column.
#[derive(Clone, Copy, Default)]
pub(super) struct Spot {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) on_the_right: bool,
}

/// Links between two nodes, by their indices in [`Chart::nodes`].
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Whether there are links back, too.
    pub(super) mutual: bool,
    /// How many links it represents.
    pub(super) count: usize,
}

/// A heading and its nodes, which are kept together in one column if possible.
struct Group {
    heading: String,
    nodes: Vec<Member>,
    /// Whether the first node is the heading.
    headed: bool,
}

/// The article or section that a node represents.
struct Member {
    /// The index of the article or section in the site.
    id: usize,
    name: String,
    inbound: usize,
    orphan: bool,
}

/// The pictures of a site: one of all articles, or one of all sections and then one for each.
pub(super) fn charts(overview: &Overview) -> Vec<Chart> {
    let links = || {
        let articles = overview.articles.iter().enumerate();
        articles.flat_map(|(from, article)| article.links_to.iter().map(move |to| (from, *to)))
    };
    if overview.articles.len() <= MOST_NODES {
        let groups = (0..overview.sections.len())
            .map(|at| group(overview, at))
            .collect();
        return vec![chart(
            "All articles and their links".to_owned(),
            groups,
            links(),
        )];
    }
    let mut section_of = vec![0; overview.articles.len()];
    for (at, section) in overview.sections.iter().enumerate() {
        for article in section.articles.iter().chain(&section.index) {
            section_of[*article] = at;
        }
    }
    let between = links().map(|(from, to)| (section_of[from], section_of[to]));
    let mut inbound = vec![0; overview.sections.len()];
    for (from, to) in between.clone() {
        inbound[to] += usize::from(from != to);
    }
    let sections = overview.sections.iter().enumerate();
    let all = Group {
        heading: "Sections".to_owned(),
        nodes: sections
            .map(|(id, section)| Member {
                id,
                name: section.title.clone(),
                inbound: inbound[id],
                orphan: false,
            })
            .collect(),
        headed: false,
    };
    let mut charts = vec![chart(
        "All sections and the links between them".to_owned(),
        vec![all],
        between,
    )];
    charts.extend(overview.sections.iter().enumerate().map(|(at, section)| {
        let mut group = group(overview, at);
        let whole = group.nodes.len();
        if whole > MOST_NODES {
            group.headed = false;
            group
                .nodes
                .sort_by_key(|node| std::cmp::Reverse(node.inbound));
            group.nodes.truncate(MOST_NODES);
        }
        let title = match whole > MOST_NODES {
            true => format!(
                "{}: the {MOST_NODES} most linked of {whole} articles",
                section.title
            ),
            false => format!("{}: the links inside the section", section.title),
        };
        chart(title, vec![group], links())
    }));
    charts
}

/// The articles of a section. An index without links is shown as a heading only.
fn group(overview: &Overview, at: usize) -> Group {
    let section = &overview.sections[at];
    let is_linked = |at: &usize| {
        let article = &overview.articles[*at];
        !(article.links_to.is_empty() && article.linked_from.is_empty())
    };
    let index = section.index.filter(is_linked);
    let node = |id: &usize| {
        let article = &overview.articles[*id];
        Member {
            id: *id,
            name: article.title.clone(),
            inbound: article.linked_from.len(),
            orphan: article.orphan,
        }
    };
    Group {
        heading: section.title.clone(),
        nodes: index.iter().chain(&section.articles).map(node).collect(),
        headed: index.is_some(),
    }
}

/// Lays everything out; links to anything that is not drawn are left out.
fn chart(title: String, groups: Vec<Group>, links: impl Iterator<Item = (usize, usize)>) -> Chart {
    let mut chart = Chart {
        title,
        nodes: Vec::new(),
        headings: Vec::new(),
        links: Vec::new(),
        height: 0.0,
    };
    let mut node_of: BTreeMap<usize, usize> = BTreeMap::new();
    for (on_the_right, column) in [false, true].into_iter().zip(columns(groups)) {
        let x = if on_the_right { WIDTH - MARGIN } else { MARGIN };
        let mut y = EDGE;
        for group in column {
            y += GAP;
            let mut next_row = || {
                let spot = Spot {
                    x,
                    y: y + ROW / 2.0,
                    on_the_right,
                };
                y += ROW;
                spot
            };
            if !group.headed {
                chart.headings.push((group.heading, next_row()));
            }
            for (at, member) in group.nodes.into_iter().enumerate() {
                node_of.insert(member.id, chart.nodes.len());
                chart.nodes.push(Node {
                    name: member.name,
                    inbound: member.inbound,
                    orphan: member.orphan,
                    heads: group.headed && at == 0,
                    spot: next_row(),
                });
            }
        }
        chart.height = chart.height.max(y + EDGE);
    }
    chart.links = joined(links, &node_of);
    chart
}

/// Splits the groups into two columns that are about equally long: between two sections if that is fair,
/// else inside of one.
fn columns(groups: Vec<Group>) -> [Vec<Group>; 2] {
    let size = |group: &Group| group.nodes.len() + 2;
    let total: usize = groups.iter().map(size).sum();
    let mut left = Vec::new();
    let mut right = Vec::new();
    let mut filled = 0;
    for mut group in groups {
        let rows = size(&group);
        // The middle of a section decides on which side it is.
        let fair = 2 * filled + rows <= total;
        let reaches_over = filled * 2 < total && (filled + rows) * 2 > total;
        let parted = reaches_over && rows * 3 > total && group.nodes.len() > 1;
        if parted {
            let kept = (total / 2)
                .saturating_sub(filled)
                .clamp(1, group.nodes.len());
            let rest = group.nodes.split_off(kept);
            let heading = format!("{} (continued)", group.heading);
            left.push(group);
            if !rest.is_empty() {
                right.push(Group {
                    heading,
                    nodes: rest,
                    headed: false,
                });
            }
        } else if fair && right.is_empty() {
            left.push(group);
        } else {
            right.push(group);
        }
        filled += rows;
    }
    [left, right]
}

/// The links between the nodes, each pair of nodes joined once, in the order of the nodes.
fn joined(
    links: impl Iterator<Item = (usize, usize)>,
    node_of: &BTreeMap<usize, usize>,
) -> Vec<Link> {
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (from, to) in links {
        if let (Some(from), Some(to)) = (node_of.get(&from), node_of.get(&to))
            && from != to
        {
            *counts.entry((*from, *to)).or_default() += 1;
        }
    }
    let link = |(&(from, to), &count): (&(usize, usize), &usize)| {
        let back = counts.get(&(to, from)).copied();
        // A pair that links both ways is one line, added for its first node.
        (back.is_none() || from < to).then(|| Link {
            from,
            to,
            mutual: back.is_some(),
            count: count + back.unwrap_or(0),
        })
    };
    counts.iter().filter_map(link).collect()
}
