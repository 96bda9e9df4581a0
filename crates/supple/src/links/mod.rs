//! Links for a practice (SMART Health Links): what was encrypted here waits under an address that nobody guesses, until it ends
//! or is stopped. The key stands in the link alone, which is shown once and kept nowhere.
//!
//! - `registry`: the envelopes and when each ends, in a folder beside the database.
//! - `routes`: how a practice fetches one; open to everyone, also from pages of other sites.

mod registry;
mod routes;

pub(crate) use registry::LinkRegistry;
pub(crate) use routes::routes;

use crate::machine;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use std::sync::Arc;
use supple_shlink::{Envelope, Link, Opening};
use supple_web::sharing::{Ask, Made, Sharer, Waiting};

/// Where the viewer is, and below it each envelope.
pub(crate) const ADDRESS: &str = "/shl";

/// Makes links of this server.
#[derive(Debug)]
pub(crate) struct Links(pub(crate) Arc<LinkRegistry>);

impl Sharer for Links {
    fn share(&self, ask: Ask<'_>) -> Result<Made, String> {
        let key: [u8; 32] = machine::random()?;
        let opening = if ask.passcode.is_some() { Opening::Passcode } else { Opening::Direct };
        let until = machine::now().checked_add(ask.lasts).map_err(|error| error.to_string())?;
        let envelope = sealed(&key, ask.content)?;
        let token = self.0.lay(envelope, until, ask.passcode)?;
        let url = format!("{}{ADDRESS}/{token}", ask.server);
        let link = Link { url, key, until, opening, label: ask.label.to_owned() };
        let address = link.viewed_at(&format!("{}{ADDRESS}", ask.server)).map_err(|error| error.to_string());
        let address = match address {
            Ok(address) => address,
            Err(why) => {
                // Nothing waits under a link that nobody has.
                self.0.stop(&LinkRegistry::id(&token))?;
                return Err(why);
            }
        };
        Ok(Made { address, until })
    }

    fn waiting(&self) -> Result<Vec<Waiting>, String> {
        self.0.waiting()
    }

    fn stop(&self, id: &str) -> Result<bool, String> {
        self.0.stop(id)
    }
}

/// The content in an envelope, encrypted with AES-256-GCM under a nonce of its own.
fn sealed(key: &[u8; 32], content: String) -> Result<String, String> {
    let failed = |_| "the report cannot be encrypted".to_owned();
    let nonce: [u8; 12] = machine::random()?;
    let envelope = Envelope::default();
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).map_err(failed)?);
    let mut bytes = content.into_bytes();
    let aad = Aad::from(envelope.authenticated());
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut bytes).map_err(failed)?;
    Ok(envelope.around(nonce, &bytes))
}
