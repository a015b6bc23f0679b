//! Bytes for `esep_tests::fuzz::html`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| esep_tests::fuzz::html(data));
