//! 操作员: who there is, and a first password for somebody new.

use crate::app::Prefecture;
use crate::app::passwords::{PasswordCost, verifier};
use crate::ledger::{LedgerError, ListedOperator};

/// Read aloud without doubt: no I, l, O, 0 or 1.
const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
const GROUPS: usize = 3;
const LETTERS_IN_GROUP: usize = 4;

/// 初始密码, shown once to whoever proposes the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstPassword {
    pub text: String,
    /// What the proposal carries in its place.
    pub verifier: String,
}

impl Prefecture {
    pub fn operators(&self) -> Result<Vec<ListedOperator>, LedgerError> {
        self.0.ledger.operators()
    }

    /// Draws a password. It is kept nowhere; the verifier takes effect with the proposal that carries it.
    pub fn first_password(&self) -> FirstPassword {
        let mut drawn = [0; GROUPS * LETTERS_IN_GROUP];
        self.0.randomness.fill(&mut drawn);
        let letters = drawn.map(|byte| char::from(LETTERS[usize::from(byte) % LETTERS.len()]));
        let groups: Vec<String> = letters.chunks(LETTERS_IN_GROUP).map(|group| group.iter().collect()).collect();
        let text = groups.join("-");
        let verifier = verifier(&text, PasswordCost::default(), &*self.0.randomness);
        FirstPassword { text, verifier }
    }
}
