//! Workflows that build and publish a site whenever it changes, for the hosts of repositories that people use most.
//!
//! They get mend from the folder that the variable `INSTALL_URL` names, since packages of mend can be anywhere.

/// A file of a new site: its path and its text.
pub type Workflow = (&'static str, &'static str);

/// For GitHub, to GitHub Pages.
pub const GITHUB: Workflow = (".github/workflows/site.yml", include_str!("ci/github.yml"));

/// For GitLab, to GitLab Pages.
pub const GITLAB: Workflow = (".gitlab-ci.yml", include_str!("ci/gitlab.yml"));

/// For Forgejo and Codeberg, to the branch `pages`.
pub const FORGEJO: Workflow = (
    ".forgejo/workflows/site.yml",
    include_str!("ci/forgejo.yml"),
);
