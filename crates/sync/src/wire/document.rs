//! Wide, deep things that rarely change shape together travel as JSON documents, in the spelling that their domain types
//! have everywhere else: money, prices and meter readings are texts. A document whose fields this program does not know
//! is read without them.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Malformed;

pub(super) fn document<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("the trade's types are JSON documents")
}

pub(super) fn of_document<T: DeserializeOwned>(text: &str) -> Result<T, Malformed> {
    serde_json::from_str(text).map_err(|error| Malformed::because(format!("a document cannot be read: {error}")))
}
