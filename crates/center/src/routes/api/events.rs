//! News for the console, as server-sent events: `{"topic":"cases","version":12}` for each topic that moved.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::Stream;
use futures_util::stream::unfold;
use serde::Serialize;
use tokio::sync::watch;
use utoipa::ToSchema;

use super::at_the_books;
use super::failure::Failure;
use super::guard::SessionToken;
use crate::routes::Center;
use crate::{Marks, SignedIn, Topic};

/// A proxy closes what is silent for long; and so often it is asked whether the session still holds.
const STILL_THERE: Duration = Duration::from_secs(20);

/// What changed.
#[derive(Serialize, ToSchema)]
pub struct News {
    topic: Topic,
    version: i64,
}

/// News, as server-sent events: what changed is to be asked for again
#[utoipa::path(get, path = "/api/v1/events", operation_id = "events",
    responses((status = 200, description = "A stream of `News`; `ended` comes last, when the session has ended",
        body = News, content_type = "text/event-stream")))]
pub async fn events(
    State(center): State<Center>,
    _: SignedIn,
    SessionToken(token): SessionToken,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    let mut marks = center.prefecture.listen().await?;
    let told = marks.borrow_and_update().clone();
    let listener = Listener { center, token, marks, told, waiting: Vec::new(), is_over: false };
    let stream = unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(STILL_THERE)))
}

struct Listener {
    center: Center,
    token: String,
    marks: watch::Receiver<Marks>,
    told: Marks,
    waiting: Vec<News>,
    is_over: bool,
}

impl Listener {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if self.is_over {
                return None;
            }
            if let Some(news) = self.waiting.pop() {
                return Event::default().json_data(news).ok();
            }
            tokio::select! {
                changed = self.marks.changed() => {
                    changed.ok()?;
                    self.take_news();
                }
                () = self.center.prefecture.feed().closing() => return None,
                () = tokio::time::sleep(STILL_THERE) => {}
            }
            if !self.still_signed_in().await {
                self.is_over = true;
                return Some(Event::default().event("ended").data("{}"));
            }
        }
    }

    fn take_news(&mut self) {
        let now = self.marks.borrow_and_update().clone();
        let moved = now.iter().filter(|(topic, mark)| self.told.get(topic) != Some(mark));
        self.waiting.extend(moved.map(|(topic, mark)| News { topic: *topic, version: *mark }));
        self.told = now;
    }

    /// Listening is not working, so it keeps no session alive. Where the books cannot be read, nothing is known.
    async fn still_signed_in(&self) -> bool {
        let token = self.token.clone();
        let look = move |prefecture: &crate::Prefecture| Ok(prefecture.session(&token, false)?);
        at_the_books(self.center.clone(), look).await.map_or(true, |who| who.is_some())
    }
}
