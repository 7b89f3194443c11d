//! How the window reaches the outlet: one at a time, and never on the window's own thread.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use outlet::{Access, Outlet};
use store::{Read, Reader, StoreError};

use crate::said::Said;
use crate::view::CommandErrorView;

#[derive(Clone)]
pub struct OutletHandle {
    outlet: Arc<Mutex<Outlet>>,
    /// A connection of its own, so that a search never waits for a sync that writes.
    reader: Arc<Mutex<Reader>>,
    somebody: Arc<AtomicBool>,
}

impl OutletHandle {
    pub fn new(outlet: Outlet) -> Result<OutletHandle, StoreError> {
        let reader = outlet.store().reader()?;
        Ok(OutletHandle {
            outlet: Arc::new(Mutex::new(outlet)),
            reader: Arc::new(Mutex::new(reader)),
            somebody: Arc::new(AtomicBool::new(false)),
        })
    }

    /// Runs a use case on a blocking thread and words its refusal for the screen.
    pub async fn run<T, E>(
        &self,
        use_case: impl FnOnce(&mut Outlet) -> Result<T, E> + Send + 'static,
    ) -> Result<T, CommandErrorView>
    where
        T: Send + 'static,
        E: Said,
    {
        let handle = self.clone();
        let work = move || handle.with(|outlet| use_case(outlet).map_err(|error| error.said(outlet)));
        blocking(work).await
    }

    /// Reads beside whatever the outlet is doing.
    pub async fn look<T>(
        &self,
        question: impl FnOnce(&Read<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, CommandErrorView>
    where
        T: Send + 'static,
    {
        let reader = Arc::clone(&self.reader);
        blocking(move || question(&lock(&reader).read()).map_err(|error| CommandErrorView::from(&error))).await
    }

    /// Whether somebody is signed in, without waiting for the outlet.
    pub fn somebody_is_signed_in(&self) -> bool {
        self.somebody.load(Ordering::Acquire)
    }
}

impl Access for OutletHandle {
    fn with<T>(&self, work: impl FnOnce(&mut Outlet) -> T) -> T {
        let mut outlet = lock(&self.outlet);
        let done = work(&mut outlet);
        self.somebody.store(outlet.operator().is_some(), Ordering::Release);
        done
    }
}

/// A command that panicked rolled its transaction back and left the outlet as it was, so the desk goes on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps the window free while something waits for a disk, a printer or the link.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, CommandErrorView> + Send + 'static,
) -> Result<T, CommandErrorView> {
    match tauri::async_runtime::spawn_blocking(work).await {
        Ok(done) => done,
        Err(panicked) => {
            tracing::error!(error = %panicked, "a command broke off");
            Err(crate::error::Code::Internal.into())
        }
    }
}
