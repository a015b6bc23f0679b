//! Golden cases, laws and the tidiness of the tree. What belongs where: `docs/testing.md`.

pub mod fuzz;

#[cfg(test)]
mod difference;
#[cfg(test)]
mod generate;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod layers;
#[cfg(test)]
mod markdown;
#[cfg(test)]
mod notation;
#[cfg(test)]
mod tidy;
#[cfg(test)]
mod tree;
