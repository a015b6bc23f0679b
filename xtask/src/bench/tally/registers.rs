//! A structure and registers: rows in random order of organization, all of them right.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::bench::random::Random;

/// Below the root, and below each of these.
const OBLASTS: usize = 20;
const DISTRICTS: usize = 50;

/// The first and the last year of all dates.
const FIRST_YEAR: u16 = 1_950;
const LAST_YEAR: u16 = 2_021;
/// About how many days there are in a year.
const YEAR: usize = 365;

/// The organizations of a union: a root, oblasts, districts, and organizations of one employer.
pub(in crate::bench) struct Union {
    codes: Vec<String>,
    /// How many of the first codes have others below them.
    n_parents: usize,
}

impl Union {
    /// A union with about so many organizations on the lowest level.
    pub(in crate::bench) fn new(leaves: usize) -> Self {
        let below = (leaves / (OBLASTS * DISTRICTS)).max(1);
        let mut codes = vec!["KZ".to_owned()];
        codes.extend((1..=OBLASTS).map(|oblast| format!("KZ-{oblast:02}")));
        let districts = |oblast| (1..=DISTRICTS).map(move |d| format!("KZ-{oblast:02}-{d:02}"));
        let districts: Vec<String> = (1..=OBLASTS).flat_map(districts).collect();
        codes.extend(districts.iter().cloned());
        let n_parents = codes.len();
        for district in &districts {
            codes.extend((1..=below).map(|leaf| format!("{district}-{leaf:04}")));
        }
        Self { codes, n_parents }
    }

    /// Writes who belongs to whom, and how many employees each lowest organization could have when
    /// so many members are spread over them.
    pub(in crate::bench) fn write(&self, path: &Path, members: usize) -> io::Result<()> {
        let usual = 2 * members / self.leaves().len().max(1);
        let mut random = Random(0x0E5E_9001);
        let mut file = BufWriter::new(fs::File::create(path)?);
        writeln!(file, "code,parent_code,kind,name,employees")?;
        for (place, code) in self.codes.iter().enumerate() {
            let parent = code.rsplit_once('-').map_or("", |(parent, _)| parent);
            let kind = match code.bytes().filter(|byte| *byte == b'-').count() {
                0 => "sectoral-union",
                1 => "regional",
                2 => "district",
                _ => "primary",
            };
            write!(file, "{code},{parent},{kind},Organization {code},")?;
            if place >= self.n_parents {
                write!(file, "{}", usual + random.below(usual.max(1)))?;
            }
            writeln!(file)?;
        }
        file.flush()
    }

    fn leaves(&self) -> &[String] {
        self.codes.get(self.n_parents..).unwrap_or_default()
    }

    /// Writes a register, by its name.
    pub(in crate::bench) fn write_register(
        &self,
        register: &str,
        path: &Path,
        rows: usize,
    ) -> io::Result<()> {
        match register {
            "cases" => self.write_cases(path, rows),
            _ => self.write_members(path, rows),
        }
    }

    fn write_members(&self, path: &Path, rows: usize) -> io::Result<()> {
        let days = days();
        let day = |number: usize| days.get(number.min(days.len() - 1)).map_or("", |day| day);
        let mut random = Random(0x0E5E_9002);
        let mut file = BufWriter::with_capacity(1 << 20, fs::File::create(path)?);
        writeln!(file, "member_id,org_code,sex,birth_date,status,joined,left,dues_percent")?;
        for number in 1..=rows {
            let code = self.leaf(&mut random);
            let sex = if random.below(4) == 0 { "m" } else { "f" };
            let born = random.below(55 * YEAR);
            let joined = born + 16 * YEAR;
            let joined = joined + random.below((days.len() - joined).max(1));
            let status = match random.below(100) {
                0..72 => "worker",
                72..86 => "student",
                86..96 => "pensioner",
                _ => "on_leave",
            };
            let left = match random.below(5) {
                0 => day(joined + 1 + random.below(10 * YEAR)),
                _ => "",
            };
            let dues = ["1.00", "0.50"].get(random.below(2)).copied().unwrap_or_default();
            let (born, joined) = (day(born), day(joined));
            writeln!(file, "{number},{code},{sex},{born},{status},{joined},{left},{dues}")?;
        }
        file.flush()
    }

    fn write_cases(&self, path: &Path, rows: usize) -> io::Result<()> {
        const CATEGORIES: [&str; 5] =
            ["pay", "working_time", "employment_relations", "other", "safety"];
        let days = days();
        let mut random = Random(0x0E5E_9003);
        let mut file = BufWriter::with_capacity(1 << 20, fs::File::create(path)?);
        writeln!(
            file,
            "case_id,org_code,date,category,violations,workers_affected,amount_restored_tenge,\
             proposal_sent,answer_received,reinstated,court"
        )?;
        for number in 1..=rows {
            let code = self.leaf(&mut random);
            let date = days.get(days.len() - 1 - random.below(4 * YEAR)).map_or("", |day| day);
            let category = CATEGORIES.get(random.below(5)).copied().unwrap_or_default();
            let (violations, workers) = (random.below(8), random.below(200));
            // Some amounts are large; most are of some thousands.
            let scale = random.below(12);
            let amount = random.below(100_000_000 >> scale);
            let mut one_in = |share| random.below(share) == 0;
            let (is_sent, is_back, is_court) = (one_in(2), one_in(20), one_in(10));
            // No answer comes without a proposal.
            let is_answered = is_sent && one_in(3);
            let flag = |is_set: bool| if is_set { '1' } else { '0' };
            writeln!(
                file,
                "{number},{code},{date},{category},{violations},{workers},{}.{:02},{},{},{},{}",
                amount / 100,
                amount % 100,
                flag(is_sent),
                flag(is_answered),
                flag(is_back),
                flag(is_court),
            )?;
        }
        file.flush()
    }

    fn leaf(&self, random: &mut Random) -> &str {
        let leaves = self.leaves();
        leaves.get(random.below(leaves.len())).map_or("", |code| code)
    }
}

/// All days of some years, as they are written.
fn days() -> Vec<String> {
    let mut days = Vec::new();
    for year in FIRST_YEAR..=LAST_YEAR {
        for month in 1..=12 {
            let last = match month {
                2 if year % 4 == 0 => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            days.extend((1..=last).map(|day| format!("{year}-{month:02}-{day:02}")));
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unions_have_the_size_asked_for() {
        for leaves in [10_000, 100_000, 400_000] {
            let union = Union::new(leaves);
            assert_eq!(union.leaves().len(), leaves);
            assert_eq!(union.codes.len(), leaves + 1_021);
        }
    }

    #[test]
    fn days_are_those_of_the_calendar() {
        let days = days();
        assert_eq!(days.len(), 72 * 365 + 18);
        assert!(days.contains(&"2020-02-29".to_owned()) && days.is_sorted());
    }
}
