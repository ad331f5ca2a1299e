//! Builds again when a file of the built-in graph comes, goes or changes: the program carries them inside.

#[expect(clippy::print_stdout, reason = "it is how a build script speaks to cargo")]
fn main() {
    println!("cargo::rerun-if-changed=data/core");
}
