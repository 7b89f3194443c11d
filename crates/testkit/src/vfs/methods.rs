//! The C side of the layer. Each file of ours is a small header with SQLite's own file right behind it.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Instant;

use rusqlite::ffi::{self, sqlite3_file, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs};

use super::{DiskState, Verdict};

#[repr(C)]
struct DiskFile {
    base: sqlite3_file,
    state: *const DiskState,
    /// Null for a temporary file without a name.
    path: *mut PathBuf,
}

pub(super) const HEADER_BYTES: usize = size_of::<DiskFile>();

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

pub(super) fn fill(vfs: &mut sqlite3_vfs) {
    vfs.xOpen = Some(open);
    vfs.xDelete = Some(delete);
    vfs.xAccess = Some(access);
    vfs.xFullPathname = Some(full_pathname);
}

/// SAFETY: `vfs` is one that `register` made, so its data is a leaked `DiskState`.
unsafe fn state_of(vfs: *mut sqlite3_vfs) -> &'static DiskState {
    unsafe { &*(*vfs).pAppData.cast::<DiskState>() }
}

/// SAFETY: `file` was filled by `open`, which put the default layer's file behind the header.
unsafe fn parts(file: *mut sqlite3_file) -> (&'static DiskState, *mut sqlite3_file, &'static sqlite3_io_methods) {
    unsafe {
        let ours = file.cast::<DiskFile>();
        let real = file.cast::<u8>().add(HEADER_BYTES).cast::<sqlite3_file>();
        (&*(*ours).state, real, &*(*real).pMethods)
    }
}

/// SAFETY: as `parts`; the path lives until `close`.
unsafe fn path_of<'a>(file: *mut sqlite3_file) -> Option<&'a PathBuf> {
    unsafe { (*file.cast::<DiskFile>()).path.as_ref() }
}

unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gives `szOsFile` bytes, which `register` made large enough for the header and the real file.
    unsafe {
        (*file).pMethods = std::ptr::null();
        let state = state_of(vfs);
        if state.is_off() {
            return ffi::SQLITE_CANTOPEN;
        }
        let real = file.cast::<u8>().add(HEADER_BYTES).cast::<sqlite3_file>();
        let Some(real_open) = (*state.real).xOpen else { return ffi::SQLITE_ERROR };
        let code = real_open(state.real, name, real, flags, out_flags);
        if code != ffi::SQLITE_OK {
            return code;
        }
        let path = if name.is_null() {
            std::ptr::null_mut()
        } else {
            Box::into_raw(Box::new(PathBuf::from(CStr::from_ptr(name).to_string_lossy().into_owned())))
        };
        file.cast::<DiskFile>().write(DiskFile { base: sqlite3_file { pMethods: &METHODS }, state, path });
        code
    }
}

unsafe extern "C" fn delete(vfs: *mut sqlite3_vfs, name: *const c_char, sync_dir: c_int) -> c_int {
    // SAFETY: the arguments are SQLite's own, handed on unchanged.
    unsafe {
        let state = state_of(vfs);
        if !matches!(state.judge(), Verdict::Go) {
            state.end();
            return ffi::SQLITE_IOERR_DELETE;
        }
        state.lock_unsynced().settle(&PathBuf::from(CStr::from_ptr(name).to_string_lossy().into_owned()));
        (*state.real).xDelete.map_or(ffi::SQLITE_ERROR, |real| real(state.real, name, sync_dir))
    }
}

unsafe extern "C" fn access(vfs: *mut sqlite3_vfs, name: *const c_char, flags: c_int, out: *mut c_int) -> c_int {
    // SAFETY: the arguments are SQLite's own, handed on unchanged.
    unsafe {
        let state = state_of(vfs);
        if state.is_off() {
            return ffi::SQLITE_IOERR_ACCESS;
        }
        (*state.real).xAccess.map_or(ffi::SQLITE_ERROR, |real| real(state.real, name, flags, out))
    }
}

unsafe extern "C" fn full_pathname(vfs: *mut sqlite3_vfs, name: *const c_char, room: c_int, out: *mut c_char) -> c_int {
    // SAFETY: the arguments are SQLite's own, handed on unchanged.
    unsafe {
        let state = state_of(vfs);
        (*state.real).xFullPathname.map_or(ffi::SQLITE_ERROR, |real| real(state.real, name, room, out))
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: SQLite closes a file once, after `open` filled it; the path was made there.
    unsafe {
        let (_, real, methods) = parts(file);
        let code = methods.xClose.map_or(ffi::SQLITE_OK, |real_close| real_close(real));
        let path = (*file.cast::<DiskFile>()).path;
        if !path.is_null() {
            drop(Box::from_raw(path));
        }
        (*file).pMethods = std::ptr::null();
        code
    }
}

unsafe extern "C" fn read(file: *mut sqlite3_file, out: *mut c_void, count: c_int, offset: sqlite3_int64) -> c_int {
    // SAFETY: the arguments are SQLite's own, handed on unchanged.
    unsafe {
        let (state, real, methods) = parts(file);
        if state.is_off() {
            return ffi::SQLITE_IOERR_READ;
        }
        methods.xRead.map_or(ffi::SQLITE_ERROR, |real_read| real_read(real, out, count, offset))
    }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, from: *const c_void, count: c_int, offset: sqlite3_int64) -> c_int {
    // SAFETY: `from` points to `count` bytes, as SQLite promises; a shorter count stays within them.
    unsafe {
        let (state, real, methods) = parts(file);
        let real_write = |count| methods.xWrite.map_or(ffi::SQLITE_ERROR, |write| write(real, from, count, offset));
        let verdict = state.judge();
        if !matches!(verdict, Verdict::Dead)
            && let (Some(path), Ok(offset)) = (path_of(file), u64::try_from(offset))
        {
            let bytes = std::slice::from_raw_parts(from.cast::<u8>(), count as usize);
            state.lock_unsynced().note(path, offset, bytes);
        }
        match verdict {
            Verdict::Go => {
                state.writes.fetch_add(1, Ordering::Relaxed);
                real_write(count)
            }
            Verdict::Half => {
                real_write(count / 2);
                state.end();
                ffi::SQLITE_IOERR_WRITE
            }
            Verdict::Dead => {
                state.end();
                ffi::SQLITE_IOERR_WRITE
            }
        }
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    // SAFETY: the arguments are SQLite's own, handed on unchanged.
    unsafe {
        let (state, real, methods) = parts(file);
        if !matches!(state.judge(), Verdict::Go) {
            state.end();
            return ffi::SQLITE_IOERR_TRUNCATE;
        }
        if let Some(path) = path_of(file) {
            state.lock_unsynced().settle(path);
        }
        methods.xTruncate.map_or(ffi::SQLITE_ERROR, |real_truncate| real_truncate(real, size))
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: the arguments are SQLite's own, handed on unchanged.
    unsafe {
        let (state, real, methods) = parts(file);
        if !matches!(state.judge(), Verdict::Go) {
            state.end();
            return ffi::SQLITE_IOERR_FSYNC;
        }
        state.syncs.fetch_add(1, Ordering::Relaxed);
        if let Some(path) = path_of(file) {
            state.lock_unsynced().settle(path);
        }
        let started = Instant::now();
        let code = methods.xSync.map_or(ffi::SQLITE_ERROR, |real_sync| real_sync(real, flags));
        state.syncing_ns.fetch_add(started.elapsed().as_nanos() as u64, Ordering::Relaxed);
        code
    }
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, out: *mut sqlite3_int64) -> c_int {
    // SAFETY: the arguments are SQLite's own, handed on unchanged.
    unsafe {
        let (state, real, methods) = parts(file);
        if state.is_off() {
            return ffi::SQLITE_IOERR_FSTAT;
        }
        methods.xFileSize.map_or(ffi::SQLITE_ERROR, |real_size| real_size(real, out))
    }
}

unsafe extern "C" fn lock(file: *mut sqlite3_file, level: c_int) -> c_int {
    // SAFETY: the arguments are SQLite's own, handed on unchanged.
    unsafe {
        let (state, real, methods) = parts(file);
        if state.is_off() {
            return ffi::SQLITE_IOERR_LOCK;
        }
        methods.xLock.map_or(ffi::SQLITE_OK, |real_lock| real_lock(real, level))
    }
}

unsafe extern "C" fn unlock(file: *mut sqlite3_file, level: c_int) -> c_int {
    // SAFETY: the arguments are SQLite's own, handed on unchanged. A dead disk still gives its locks back.
    unsafe {
        let (_, real, methods) = parts(file);
        methods.xUnlock.map_or(ffi::SQLITE_OK, |real_unlock| real_unlock(real, level))
    }
}

unsafe extern "C" fn check_reserved_lock(file: *mut sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: the arguments are SQLite's own, handed on unchanged.
    unsafe {
        let (_, real, methods) = parts(file);
        methods.xCheckReservedLock.map_or(ffi::SQLITE_OK, |real_check| real_check(real, out))
    }
}

unsafe extern "C" fn file_control(file: *mut sqlite3_file, op: c_int, argument: *mut c_void) -> c_int {
    // SAFETY: the arguments are SQLite's own, handed on unchanged.
    unsafe {
        let (_, real, methods) = parts(file);
        methods.xFileControl.map_or(ffi::SQLITE_NOTFOUND, |real_control| real_control(real, op, argument))
    }
}

unsafe extern "C" fn sector_size(file: *mut sqlite3_file) -> c_int {
    // SAFETY: the argument is SQLite's own, handed on unchanged.
    unsafe {
        let (_, real, methods) = parts(file);
        methods.xSectorSize.map_or(0, |real_size| real_size(real))
    }
}

unsafe extern "C" fn device_characteristics(file: *mut sqlite3_file) -> c_int {
    // SAFETY: the argument is SQLite's own, handed on unchanged.
    unsafe {
        let (_, real, methods) = parts(file);
        methods.xDeviceCharacteristics.map_or(0, |real_characteristics| real_characteristics(real))
    }
}

unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    region: c_int,
    size: c_int,
    extend: c_int,
    out: *mut *mut c_void,
) -> c_int {
    // SAFETY: the arguments are SQLite's own, handed on unchanged.
    unsafe {
        let (state, real, methods) = parts(file);
        if state.is_off() {
            return ffi::SQLITE_IOERR_SHMMAP;
        }
        methods.xShmMap.map_or(ffi::SQLITE_IOERR_SHMMAP, |real_map| real_map(real, region, size, extend, out))
    }
}

unsafe extern "C" fn shm_lock(file: *mut sqlite3_file, offset: c_int, count: c_int, flags: c_int) -> c_int {
    // SAFETY: the arguments are SQLite's own, handed on unchanged.
    unsafe {
        let (_, real, methods) = parts(file);
        methods.xShmLock.map_or(ffi::SQLITE_IOERR_SHMLOCK, |real_lock| real_lock(real, offset, count, flags))
    }
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    // SAFETY: the argument is SQLite's own, handed on unchanged.
    unsafe {
        let (_, real, methods) = parts(file);
        if let Some(real_barrier) = methods.xShmBarrier {
            real_barrier(real);
        }
    }
}

unsafe extern "C" fn shm_unmap(file: *mut sqlite3_file, delete: c_int) -> c_int {
    // SAFETY: the arguments are SQLite's own; a dead disk deletes nothing.
    unsafe {
        let (state, real, methods) = parts(file);
        let delete = if state.is_off() { 0 } else { delete };
        methods.xShmUnmap.map_or(ffi::SQLITE_OK, |real_unmap| real_unmap(real, delete))
    }
}
