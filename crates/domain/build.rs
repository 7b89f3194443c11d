//! Tells utoipa what two names of this crate stand for: it knows a type only by its name.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "openapi")]
    utoipa_config::Config::new()
        .alias_for("BusinessDate", "chrono::NaiveDate")
        .alias_for("Decimal", "crate::openapi::DecimalText")
        .write_to_file();
}
