//! Prepares the window's resources. The pages themselves are built by npm into `ui/dist`.

use std::path::Path;

fn main() {
    let pages = Path::new("../ui/dist");
    println!("cargo:rerun-if-changed=../ui/dist/index.html");
    // A fresh clone has no pages yet; checking and testing the code does not need them.
    if std::fs::create_dir_all(pages).is_err() || !pages.join("index.html").is_file() {
        println!(
            "cargo:warning=ui/dist has no pages yet, so the window would be empty: use `cargo xtask run`, or `npm ci && npm run build` in ui/ first"
        );
    }
    tauri_build::build();
}
