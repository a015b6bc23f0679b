//! Golden cases, laws and the tidiness of the tree. What belongs where: `docs/testing.md`.

pub mod fuzz;
pub mod planted;

#[cfg(test)]
mod bytes;
#[cfg(test)]
mod catalog;
#[cfg(test)]
mod compare;
#[cfg(test)]
mod difference;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod explain;
#[cfg(test)]
mod export;
#[cfg(test)]
mod filling;
#[cfg(test)]
mod generate;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod honest;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod libreoffice;
#[cfg(test)]
mod markdown;
#[cfg(test)]
mod notation;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod page_colors;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod pasted;
#[cfg(test)]
mod public_data;
#[cfg(test)]
mod records;
#[cfg(test)]
mod report;
#[cfg(test)]
mod rollup_workbook;
#[cfg(test)]
mod runs;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod session;
#[cfg(test)]
mod slips;
#[cfg(test)]
mod sql;
#[cfg(test)]
mod suite;
#[cfg(test)]
mod tally;
#[cfg(test)]
mod template;
#[cfg(test)]
mod thirty;
#[cfg(test)]
mod tidy;
#[cfg(test)]
mod tree;

/// The Rust of the README is compiled as a user would.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
