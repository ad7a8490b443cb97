//! The addresses in a site map of the old site, to prove that each still leads somewhere.

use super::Report;
use super::paths;
use super::report::OldAddress;

/// The addresses that a site map names, or a text with one address in a line.
pub fn addresses(text: &str) -> Vec<String> {
    let is_xml = text.contains("<loc>") || text.contains("<loc ");
    let found: Vec<&str> = match is_xml {
        true => {
            let parts = text.split("<loc").skip(1);
            let inner = parts.filter_map(|part| part.split_once('>')?.1.split('<').next());
            inner.map(|address| address.trim()).collect()
        }
        false => text
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .collect(),
    };
    let cdata = |address: &str| {
        address
            .trim_start_matches("<![CDATA[")
            .trim_end_matches("]]>")
            .to_owned()
    };
    found
        .into_iter()
        .map(cdata)
        .map(|address| address.replace("&amp;", "&"))
        .collect()
}

/// Whether a text names further site maps instead of pages.
pub fn is_index(text: &str) -> bool {
    text.contains("<sitemapindex")
}

/// Looks for each old address among those of the new site, which `has` knows without the path of the site itself.
pub fn check(report: &mut Report, old: &[String], base: &str, has: &dyn Fn(&str) -> bool) {
    for address in old {
        let after_host = match address.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
            None => address.as_str(),
        };
        let base = base.trim_end_matches('/');
        let below = after_host.strip_prefix(base).unwrap_or(after_host);
        let found =
            !below.contains('?') && paths::address(below).is_some_and(|address| has(&address));
        report.old_addresses.push(OldAddress {
            address: after_host.to_owned(),
            found,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_from_xml_and_from_lines() {
        let xml = "<urlset><url><loc> https://a.org/x?a=1&amp;b=2 </loc></url><url><loc>https://a.org/y/</loc></url></urlset>";
        assert_eq!(
            addresses(xml),
            ["https://a.org/x?a=1&b=2", "https://a.org/y/"]
        );
        assert_eq!(addresses("# old\n/x/\n\n/y.html\n"), ["/x/", "/y.html"]);
    }

    #[test]
    fn each_address_is_looked_for_below_the_site() {
        let mut report = Report::default();
        let old = [
            "https://a.org/blog/x",
            "https://a.org/blog/gone/",
            "https://a.org/blog/?p=1",
        ];
        check(&mut report, &old.map(str::to_owned), "/blog/", &|address| {
            address == "/x/"
        });
        let found: Vec<bool> = report.old_addresses.iter().map(|old| old.found).collect();
        assert_eq!(found, [true, false, false]);
    }
}
