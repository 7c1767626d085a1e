#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tokenbook_libfuzzer::read("record_batch", data));
