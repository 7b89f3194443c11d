//! The console's door: who signs in, with what, for how long; and the news that those inside hear.

mod feed;
mod reset;
mod session;
mod sign_in;
mod totp;

pub use feed::{Feed, Marks, Topic};
pub use reset::ResetSecondFactorError;
pub use session::SignedIn;
pub use sign_in::{Credentials, SecondFactorOffer, SignInError, SignInStep};
pub use totp::Secret;
