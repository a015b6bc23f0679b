//! Bytes for `esep_tests::fuzz::form`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| esep_tests::fuzz::form(data));
