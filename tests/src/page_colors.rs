//! The colors of the page: enough contrast for everybody, and as `docs/page-design.md` says.

// How bright a color is, is no figure of a union.
#![allow(clippy::float_arithmetic)]

use std::collections::BTreeMap;

use crate::tree;

/// What text needs against what it stands on, and the edge of a field against what is around it.
const TEXT: f64 = 4.5;
const EDGE: f64 = 3.0;

/// What stands on what.
const TEXTS: [(&str, &[&str]); 8] = [
    ("ink", &["paper", "surface", "sunken", "accent-wash", "good-wash", "bad-wash", "warn-wash"]),
    ("ink-soft", &["paper", "surface", "sunken", "good-wash", "bad-wash", "warn-wash"]),
    ("accent", &["paper", "surface", "sunken", "bad-wash", "warn-wash"]),
    ("accent-ink", &["accent"]),
    ("good", &["surface", "good-wash"]),
    ("bad", &["surface", "bad-wash"]),
    ("warn", &["surface", "warn-wash"]),
    ("paper", &["ink"]),
];
const EDGES: (&str, &[&str]) = ("line-strong", &["paper", "surface", "sunken"]);

type Colors = BTreeMap<String, String>;

/// The colors in each of the themes, as a browser sees them: light, dark, and each with more
/// contrast. What a theme leaves out is that of the one it builds on.
fn themes() -> Vec<Colors> {
    let styles = tree::read("crates/esep-wasm/web/tokens.css");
    let blocks: Vec<Colors> = styles.split(":root {").skip(1).map(colors).collect();
    let [light, dark, contrast, dark_contrast] = blocks.as_slice() else {
        panic!("expected four themes");
    };
    let on = |base: &Colors, over: &Colors| {
        base.iter().chain(over).map(|(name, color)| (name.clone(), color.clone())).collect()
    };
    vec![light.clone(), on(light, dark), on(light, contrast), on(&on(light, dark), dark_contrast)]
}

fn colors(block: &str) -> Colors {
    let block = block.split('}').next().unwrap();
    let declarations = block.lines().filter_map(|line| line.trim().strip_prefix("--"));
    let pairs = declarations.filter_map(|line| line.strip_suffix(';')?.split_once(": "));
    let pairs = pairs.filter(|(_, value)| value.starts_with('#'));
    pairs.map(|(name, color)| (name.to_owned(), color.to_owned())).collect()
}

/// The relative luminance of WCAG 2.2.
fn luminance(color: &str) -> f64 {
    let channel = |from: usize| {
        let value = f64::from(u8::from_str_radix(&color[from..from + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn contrast(theme: &Colors, above: &str, below: &str) -> f64 {
    let (one, other) = (luminance(&theme[above]), luminance(&theme[below]));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn black_on_white_has_all_the_contrast_there_is() {
    let theme = colors("--ink: #000000;\n--paper: #ffffff;\n}");
    assert!((contrast(&theme, "ink", "paper") - 21.0).abs() < 1e-9);
}

#[test]
fn every_text_and_edge_has_enough_contrast() {
    for (position, theme) in themes().iter().enumerate() {
        let pairs = |(above, all): (&'static str, &'static [&'static str])| {
            all.iter().map(move |below| (above, *below))
        };
        let texts = TEXTS.into_iter().flat_map(pairs).map(|pair| (pair, TEXT));
        let edges = pairs(EDGES).map(|pair| (pair, EDGE));
        for ((above, below), least) in texts.chain(edges) {
            let found = contrast(theme, above, below);
            assert!(found >= least, "theme {position}: {above} on {below}: {found:.2}");
        }
    }
}

#[test]
fn the_page_on_design_says_what_the_colors_are() {
    let design = tree::read("docs/page-design.md");
    let themes = themes();
    let cells = |row: &str| -> Vec<String> {
        row.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect()
    };
    let rows = design.lines().filter(|line| line.starts_with("| `--")).map(cells);
    let (mut n_colors, mut n_contrasts) = (0, 0);
    for row in rows {
        let [name, light, dark, ..] = row.as_slice() else { continue };
        let name = name.trim_start_matches("--");
        if let Some((above, below)) = name.split_once(" on --") {
            let found = [&themes[0], &themes[1]]
                .map(|theme| format!("{:.1}", contrast(theme, above, below)));
            assert_eq!(found, [light.as_str(), dark], "{above} on {below}");
            n_contrasts += 1;
        } else if light.starts_with('#') {
            assert_eq!([&themes[0][name], &themes[1][name]], [light, dark], "{name}");
            n_colors += 1;
        }
    }
    assert!(n_colors >= 12 && n_contrasts >= 15, "{n_colors} colors, {n_contrasts} contrasts");
}
