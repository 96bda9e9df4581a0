//! What a server says, in plain words.

use super::tls;
use crate::address::Server;
use crate::{Cause, StoreError};
use postgres::Error;
use postgres::error::SqlState;
use std::error::Error as _;
use std::io;

/// Whether the connection is gone, or could not be made for now.
pub(super) fn is_lost(error: &Error) -> bool {
    error.is_closed()
        || is_starting(error)
        || io_error(error).is_some()
        || matches!(error.code(), Some(code) if *code == SqlState::ADMIN_SHUTDOWN || *code == SqlState::CRASH_SHUTDOWN)
}

/// Whether the server is just starting or stopping.
pub(super) fn is_starting(error: &Error) -> bool {
    error.code() == Some(&SqlState::CANNOT_CONNECT_NOW)
}

fn io_error(error: &Error) -> Option<&io::Error> {
    error.source().and_then(|source| source.downcast_ref())
}

pub(super) fn trouble(server: &Server, error: &Error) -> StoreError {
    let place = server.place.clone();
    if let Some(fault) = tls::fault(error) {
        return StoreError::Tls { place, fault };
    }
    let Some(said) = error.as_db_error() else {
        let why = error.source().map_or_else(|| error.to_string(), ToString::to_string);
        if why == "password missing" {
            return StoreError::Login { place, why: "it asks for a password".to_owned() };
        }
        return StoreError::Unreachable { place, why };
    };
    // Never the detail: it may hold what was to be stored.
    let why = said.message().to_owned();
    let code = said.code();
    let cannot = |why: String, cause| StoreError::Cannot { place: server.place.clone(), why, cause };
    let is_one_of = |codes: &[SqlState]| codes.contains(code);
    if is_one_of(&[SqlState::INVALID_PASSWORD, SqlState::INVALID_AUTHORIZATION_SPECIFICATION]) {
        StoreError::Login { place, why }
    } else if *code == SqlState::INVALID_CATALOG_NAME {
        StoreError::NoDatabase { place, database: server.database.clone() }
    } else if is_one_of(&[SqlState::DISK_FULL]) {
        StoreError::Full { place }
    } else if is_one_of(&[SqlState::LOCK_NOT_AVAILABLE, SqlState::T_R_DEADLOCK_DETECTED]) {
        StoreError::Busy { place }
    } else if is_one_of(&[SqlState::DATA_CORRUPTED, SqlState::INDEX_CORRUPTED]) {
        StoreError::Damaged { place, why }
    } else if is_one_of(&[SqlState::CANNOT_CONNECT_NOW, SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN]) {
        StoreError::Unreachable { place, why }
    } else if *code == SqlState::TOO_MANY_CONNECTIONS {
        cannot(why, Cause::Connections)
    } else if *code == SqlState::INSUFFICIENT_PRIVILEGE {
        cannot(why, Cause::Rights)
    } else if *code == SqlState::READ_ONLY_SQL_TRANSACTION {
        cannot(why, Cause::Standby)
    } else {
        cannot(format!("{why} ({})", code.code()), Cause::Other)
    }
}
