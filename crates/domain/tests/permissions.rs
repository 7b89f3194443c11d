//! Who may do what, printed as a matrix that a person can review.

use domain::{Permission, Role};

fn matrix() -> String {
    let mut text = format!("{:<22}", "");
    for role in Role::ALL {
        text.push_str(&format!("{:<19}", format!("{role:?}")));
    }
    for permission in Permission::ALL {
        text = text.trim_end().to_owned();
        text.push_str(&format!("\n{:<22}", format!("{permission:?}")));
        for role in Role::ALL {
            text.push_str(&format!("{:<19}", if role.may(permission) { "✔" } else { "✘" }));
        }
    }
    text.trim_end().to_owned() + "\n"
}

#[test]
fn the_permission_matrix_is_the_reviewed_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/permissions.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, matrix()).unwrap();
    }
    let reviewed = std::fs::read_to_string(path).unwrap();
    assert_eq!(matrix(), reviewed, "review the change, then run again with UPDATE_GOLDEN=1");
}
