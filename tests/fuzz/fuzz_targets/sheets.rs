//! Bytes for `esep_tests::fuzz::sheets`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| esep_tests::fuzz::sheets(data));
