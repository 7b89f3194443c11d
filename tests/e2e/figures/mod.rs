//! A file a chapter of the manual.

pub mod import;
pub mod money;
pub mod review;
pub mod round;

use tests::{Outcome, Window};

/// A dialog fades in; its picture is taken when nothing moves any more.
async fn settles(window: &Window) -> Outcome {
    window
        .until(
            "return document.getAnimations().every(animation => animation.playState !== 'running')",
            "the dialog does not stand still",
        )
        .await
}
