use tests::{Key, Outcome, Window};

pub async fn reviews(window: &mut Window) -> Outcome {
    window.see("review-row").await?;
    window.keep_picture("15-review").await?;
    window.press(Key::F8).await?;
    window.see("send-back-reason").await?;
    super::settles(window).await?;
    window.keep_picture("16-send-back").await?;
    window.press(Key::Escape).await?;
    window.see_gone("send-back").await
}
