//! A desk that is enrolled and heard nothing yet; and who may sign in there.

use std::path::Path;
use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::PasswordHasher;
use domain::*;
use journal::{DeviceKey, root};
use store::{DeviceRow, Store};

pub const OUTLET: &str = "42128010901";
pub const PASSWORD: &str = "open sesame";

pub fn stream() -> Stream {
    Stream { device: DeviceId(1), incarnation: Incarnation(1) }
}

pub fn key() -> DeviceKey {
    DeviceKey::from_seed([1; 32])
}

pub fn enrolled_store(folder: &Path) -> Store {
    let mut store = Store::open(&folder.join("replica.db"), None).unwrap();
    let mut write = store.write().unwrap();
    let device = DeviceRow {
        stream: stream(),
        terminal: "BYP-01".parse().unwrap(),
        unit: OUTLET.parse().unwrap(),
        key: key().public_key(),
        center_key: key().public_key(),
        center_url: "http://127.0.0.1:1".into(),
    };
    write.set_device(&device).unwrap();
    write.begin_incarnation(stream().incarnation, root(stream(), &key().public_key())).unwrap();
    write.commit().unwrap();
    store
}

/// The login is the operator's number.
pub fn operator(login: &str, roles: &[Role]) -> Operator {
    static VERIFIER: OnceLock<String> = OnceLock::new();
    let verifier = VERIFIER.get_or_init(|| {
        Argon2::default().hash_password_with_salt(PASSWORD.as_bytes(), b"a salt of sixteen").unwrap().to_string()
    });
    Operator {
        id: OperatorId(login.parse().unwrap()),
        login: login.to_owned(),
        name: format!("演示{login}"),
        unit: OUTLET.parse().unwrap(),
        roles: roles.to_vec(),
        verifier: verifier.clone(),
        suspended: false,
    }
}
