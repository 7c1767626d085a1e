//! Writes `libs/contracts/src/gen` from `proto/`, without protoc. Run by `make gen`.
//!
//! A crate of its own, so that it still builds when the generated code does not.

use std::error::Error;
use std::path::{Path, PathBuf};

use prost::Message as _;

const PACKAGES: [&str; 5] = ["common", "accounts", "payments", "generation", "ledger"];

fn main() -> Result<(), Box<dyn Error>> {
    let crate_dir = Path::new(env!("CARGO_MANIFEST_DIR"));
    let proto_dir = crate_dir.join("../../proto");
    let out_dir = crate_dir.join("../contracts/src/gen");

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
        .out_dir(&out_dir)
        .bytes(".")
        .compile_well_known_types(true)
        .extern_path(".google.protobuf", "::pbjson_types")
        .compile_fds(descriptors)?;
    pbjson_build::Builder::new()
        .register_descriptors(&encoded)?
        .out_dir(&out_dir)
        .ignore_unknown_fields()
        .build(&[".tokenbook"])?;
    Ok(())
}
