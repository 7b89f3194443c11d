//! The desk as the window holds it: the outlet, or the reason why there is none, and everything around it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use outlet::{Access, Outlet};
use store::Store;
use sync::HttpOptions;

use crate::clock::SystemClock;
use crate::disk::ReplicaDisk;
use crate::error::Code;
use crate::home::{Home, HomeError};
use crate::keys::{KeyFileError, Keys};
use crate::link::Link;
use crate::outlet_handle::OutletHandle;
use crate::preferences;
use crate::said::store_code;
use crate::show;
use crate::sync_worker::{Wake, Waker};
use crate::view::{CommandErrorView, StatusView};

pub struct Desk {
    /// The window opens even when the replica does not, and says why.
    outlet: Result<OutletHandle, Code>,
    receipts: PathBuf,
    import_profiles: PathBuf,
    http: HttpOptions,
    pub link: Arc<Link>,
    pub waker: Waker,
    /// Demo data: papers are marked, and the status line has a link switch.
    pub demo: bool,
    _home: Option<Home>,
}

impl Desk {
    pub fn open(folder: &Path, demo: bool, waker: Waker) -> Desk {
        let (home, outlet) = match open_outlet(folder) {
            Ok((home, outlet)) => (Some(home), Ok(outlet)),
            Err(code) => (None, Err(code)),
        };
        let roots = folder.join("center-roots.pem");
        let http = HttpOptions { extra_roots: roots.is_file().then_some(roots), ..HttpOptions::default() };
        let link = Arc::new(Link::default());
        link.switch(!(demo && outlet.as_ref().is_ok_and(link_was_cut)));
        let import_profiles = folder.join("import-profiles");
        Desk { outlet, receipts: folder.join("receipts"), import_profiles, http, link, waker, demo, _home: home }
    }

    pub fn outlet(&self) -> Result<&OutletHandle, CommandErrorView> {
        self.outlet.as_ref().map_err(|code| (*code).into())
    }

    /// The outlet, for somebody who is signed in.
    pub fn outlet_in_use(&self) -> Result<&OutletHandle, CommandErrorView> {
        let outlet = self.outlet()?;
        if outlet.somebody_is_signed_in() { Ok(outlet) } else { Err(Code::NotSignedIn.into()) }
    }

    pub fn receipts(&self) -> &Path {
        &self.receipts
    }

    /// Where the company's own import profiles lie, if it has any.
    pub fn import_profiles(&self) -> PathBuf {
        self.import_profiles.clone()
    }

    /// How the center is spoken to: its certificates come from `center-roots.pem` in the desk's folder, if it is there.
    pub fn http(&self) -> HttpOptions {
        self.http.clone()
    }

    /// Tells the sync that there is something new; nobody waits for it.
    pub fn changed(&self) {
        self.waker.wake(Wake::NewEntries);
    }

    pub async fn status(&self) -> Result<StatusView, CommandErrorView> {
        let link = Arc::clone(&self.link);
        self.outlet()?.run(move |outlet| show::status(outlet, &link)).await
    }
}

fn open_outlet(folder: &Path) -> Result<(Home, OutletHandle), Code> {
    let home = Home::open(folder).map_err(|error| home_code(&error))?;
    let keys = Keys::load_or_make(&home.keys()).map_err(|error| key_code(&error))?;
    let replica = Store::open(&home.replica(), Some(&keys.replica()));
    let disk = Box::new(ReplicaDisk::of(&home.replica()));
    let outlet = replica.map(|replica| Outlet::new(replica, keys.device(), Box::new(SystemClock)).with_disk(disk));
    match outlet.and_then(OutletHandle::new) {
        Ok(outlet) => Ok((home, outlet)),
        Err(error) => {
            tracing::error!(error = %error, "the replica cannot be opened");
            Err(store_code(&error))
        }
    }
}

fn link_was_cut(outlet: &OutletHandle) -> bool {
    outlet.with(|outlet| preferences::link_is_cut(&outlet.read())).unwrap_or(false)
}

fn home_code(error: &HomeError) -> Code {
    tracing::error!(error = %error, "the desk's folder cannot be used");
    match error {
        HomeError::AlreadyOpen => Code::AlreadyOpen,
        HomeError::Unusable { source, .. } if source.kind() == std::io::ErrorKind::StorageFull => Code::DiskFull,
        HomeError::Unusable { .. } => Code::FileNotWritten,
    }
}

fn key_code(error: &KeyFileError) -> Code {
    tracing::error!(error = %error, "the desk's keys cannot be used");
    match error {
        KeyFileError::Io(source) if source.kind() == std::io::ErrorKind::StorageFull => Code::DiskFull,
        KeyFileError::Io(_) | KeyFileError::Malformed => Code::ReplicaLocked,
    }
}
