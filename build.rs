//! Builds again when a file of the built-in graph comes, goes or changes: the program carries them inside.

fn main() {
    println!("cargo::rerun-if-changed=data/core");
}
