//! The targets of `tests/fuzz` for libFuzzer.

/// Lets a target read.
pub fn read(name: &str, data: &[u8]) {
    let target = fuzz::TARGETS.iter().find(|target| target.name == name).expect("a target of that name");
    (target.read)(data);
}
