//! The billing engine: the vectors of the trade, each rule as a small story, and the properties that hold for every bill.

mod after;
mod by_hand;
mod clerk;
mod corrections;
mod differences;
mod energy;
mod issue;
mod oracle;
mod power_factor;
mod price_changes;
mod properties;
mod quantities;
mod sample;
mod spans;
mod two_part;
