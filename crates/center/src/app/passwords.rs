//! Verifiers that operators sign in against, offline too: Argon2id in PHC form.

use argon2::password_hash::{PasswordHasher, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::clock::Randomness;

/// How dear it is to try a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordCost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Default for PasswordCost {
    /// The second choice of RFC 9106 scaled to laptops with 4 GB: 19 MiB and two passes.
    fn default() -> PasswordCost {
        PasswordCost { memory_kib: 19 * 1024, passes: 2 }
    }
}

/// The verifier of a password, with a salt of its own.
pub fn verifier(password: &str, cost: PasswordCost, randomness: &dyn Randomness) -> String {
    let mut salt = [0; 16];
    randomness.fill(&mut salt);
    let params = Params::new(cost.memory_kib, cost.passes, 1, None).expect("the cost is within Argon2's limits");
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash: PasswordHash =
        argon2.hash_password_with_salt(password.as_bytes(), &salt).expect("a password can be hashed");
    hash.to_string()
}
