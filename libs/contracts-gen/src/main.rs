//! Writes `libs/contracts/src/gen` from `proto/`, without protoc. Run by `make gen`.
//!
//! A crate of its own, so that it still builds when the generated code does not.

use std::error::Error;
use std::path::{Path, PathBuf};

use prost::Message as _;

const PACKAGES: [&str; 5] = ["common", "accounts", "payments", "generation", "ledger"];

fn main() -> Result<(), Box<dyn Error>> {
    generate(&committed())
}

/// Where the generated code is committed.
fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../contracts/src/gen")
}

fn generate(out_dir: &Path) -> Result<(), Box<dyn Error>> {
    let proto_dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../proto");

    let mut files: Vec<PathBuf> = Vec::new();
    for package in PACKAGES {
        for entry in std::fs::read_dir(proto_dir.join("tokenbook").join(package).join("v1"))? {
            files.push(entry?.path());
        }
    }
    files.sort();

    // Comments are wanted in the generated Rust; the descriptor set for reflection is smaller without them.
    let descriptors = protox::Compiler::new([&proto_dir])?
        .include_source_info(true)
        .include_imports(true)
        .open_files(files)?
        .file_descriptor_set();
    let mut stripped = descriptors.clone();
    for file in &mut stripped.file {
        file.source_code_info = None;
    }
    let encoded = stripped.encode_to_vec();
    std::fs::write(out_dir.join("descriptors.bin"), &encoded)?;

    tonic_prost_build::configure()
        .out_dir(out_dir)
        .bytes(".")
        .compile_well_known_types(true)
        .extern_path(".google.protobuf", "::pbjson_types")
        .extern_path(".google.protobuf.Timestamp", "crate::Timestamp")
        .compile_fds(descriptors)?;
    pbjson_build::Builder::new()
        .register_descriptors(&encoded)?
        .out_dir(out_dir)
        .ignore_unknown_fields()
        .build(&[".tokenbook"])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::*;

    fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
        fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap()))
            .collect()
    }

    #[test]
    fn the_committed_code_is_what_proto_says() {
        let fresh = tempfile::tempdir().unwrap();
        generate(fresh.path()).unwrap();
        let (fresh, committed) = (files(fresh.path()), files(&committed()));
        assert_eq!(fresh.keys().collect::<Vec<_>>(), committed.keys().collect::<Vec<_>>());
        for (name, content) in &fresh {
            assert!(
                committed[name] == *content,
                "{name} is out of date: run `make gen` and commit what changes"
            );
        }
    }
}
