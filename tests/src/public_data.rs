//! Published figures of others, from files to findings: what is sound passes, what is wrong is
//! found, and nothing else is said. Whatever is not counted in a test was not found at all.
//!
//! The files and where they come from: `tests/data/public/README.md`.

mod affiliation;
mod districts;
mod files;
mod wages;
