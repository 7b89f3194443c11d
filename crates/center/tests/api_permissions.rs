//! Who may do what over the API, as a table that is read by people: `tests/golden/api-permissions.txt`.

use center::routes::{API_ROUTES, Needs};
use domain::Role;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/api-permissions.txt");

fn matrix() -> String {
    let roles: String = Role::ALL.iter().map(|role| format!("{:<19}", format!("{role:?}"))).collect();
    let head = format!("{:<56}{}\n", "", roles.trim_end());
    API_ROUTES.iter().fold(head, |text, route| {
        let mark = |role: &Role| if route.needs.is_met_by_role(*role) { "✔" } else { "✘" };
        let marks: String = Role::ALL.iter().map(|role| format!("{:<19}", mark(role))).collect();
        let address = format!("{} {}", route.method.to_uppercase(), route.path);
        format!("{text}{address:<56}{}\n", marks.trim_end())
    })
}

#[test]
fn the_policy_of_the_api_is_the_reviewed_one() {
    let now = matrix();
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(GOLDEN, &now).unwrap();
    }
    let reviewed = std::fs::read_to_string(GOLDEN).unwrap_or_default();
    assert!(reviewed == now, "the policy changed; review it and run again with UPDATE_SNAPSHOTS=1");
}

#[test]
fn only_signing_in_is_open_to_everybody() {
    let open: Vec<_> = API_ROUTES.iter().filter(|route| route.needs == Needs::Nothing).collect();
    assert_eq!(open.iter().map(|route| (route.method, route.path)).collect::<Vec<_>>(), [("post", "/api/v1/session")]);
    assert!(
        API_ROUTES
            .iter()
            .filter(|route| route.needs != Needs::Nothing)
            .all(|route| !route.needs.is_met_by_role(Role::Cashier))
    );
}
