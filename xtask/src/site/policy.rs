//! What the page may do, as its Content Security Policy.

use super::files::{base64, digest};

/// Denied in both forms of the page, whatever else is allowed.
const DENIED: &str = "default-src 'none'; base-uri 'none'; form-action 'none'";

/// The site may load its own files and nothing else.
pub(super) fn of_site() -> String {
    tag(&format!(
        "{DENIED}; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
         connect-src 'self'; worker-src 'self'; manifest-src 'self'"
    ))
}

/// The single file may run what stands in it and connect to nothing at all.
pub(super) fn of_single_file(script: &str, styles: &[String]) -> String {
    let [scripts, styles] = [&[script.to_owned()], styles].map(|texts| {
        let digests = texts.iter().map(|text| base64(&digest(text.as_bytes())));
        digests.map(|digest| format!("'sha256-{digest}'")).collect::<Vec<_>>().join(" ")
    });
    tag(&format!(
        "{DENIED}; script-src {scripts} 'wasm-unsafe-eval'; style-src {styles}; img-src data:; \
         worker-src blob:"
    ))
}

fn tag(policy: &str) -> String {
    format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")
}
