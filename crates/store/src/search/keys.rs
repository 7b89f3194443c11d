//! The tokens that the indexes hold, made of a customer's fields and, in the same way, of what is typed.

use domain::Customer;

use super::fold::Folded;

/// A number is cut into pieces of this length. Shorter fragments are looked up by what can follow them.
pub(super) const PIECE: usize = 4;
/// Marks the last two and the last three digits of a number, and the last character of a name. A token of two characters
/// with it is no token of a text.
pub(super) const LAST: char = '尾';
pub(super) const LAST_LENGTH: usize = 3;
/// A token a character.
pub(super) fn spaced(characters: &[char]) -> String {
    let mut text = String::with_capacity(characters.len() * 4);
    for character in characters {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push(*character);
    }
    text
}

/// A name's tokens: after the last character it stands once more under the mark of an end.
pub(super) fn ended(name: &[char]) -> String {
    match name.last() {
        Some(last) => format!("{} {last}{LAST}", spaced(name)),
        None => String::new(),
    }
}

/// The numbers of a customer. The phone field holds several.
pub(super) fn numbers(customer: &Customer) -> impl Iterator<Item = &str> {
    let phones = customer.phone.split(' ').filter(|phone| !phone.is_empty());
    std::iter::once(customer.no.as_str())
        .chain(customer.old_no.as_deref())
        .chain([customer.meter_no.as_str()])
        .chain(phones)
}

/// All pieces of all numbers, and the last digits of each under their mark.
pub(super) fn number_keys(customer: &Customer) -> String {
    let mut keys = String::with_capacity(400);
    for number in numbers(customer) {
        let digits = Folded::of(number).characters;
        for piece in digits.windows(PIECE) {
            push(&mut keys, None, piece);
        }
        for length in 2..=LAST_LENGTH.min(digits.len()) {
            push(&mut keys, Some(LAST), &digits[digits.len() - length..]);
        }
    }
    keys
}

fn push(keys: &mut String, mark: Option<char>, piece: &[char]) {
    if !keys.is_empty() {
        keys.push(' ');
    }
    keys.extend(mark);
    keys.extend(piece);
}
