//! The way to the server: the script carries requests and writes facts down; each decision is the controller's.

use crate::host::Host;
use js_sys::{Array, JsString, Reflect, Uint8Array};
use send_wrapper::SendWrapper;
use std::future::Future;
use std::sync::{Arc, Mutex};
use supple_journal::{Answer, Controller, Courier, Facts, Journal, MOST_ANSWER_BYTES, Note, Request, Stop, Ways, Wish};
use supple_web::Remedy;
use wasm_bindgen::prelude::{JsCast, JsError, JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;

/// The syncs of one browser.
#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct Link {
    journal: Arc<Journal>,
    courier: Arc<Courier>,
    ways: Arc<Script>,
}

/// The ways of the script: see `js/host.js`.
#[derive(Debug)]
struct Script(Arc<SendWrapper<Host>>);

/// A controller for a browser. `is_alone` where the host only sends files.
pub(crate) fn controller(is_alone: bool) -> Arc<Mutex<Controller>> {
    let told: fn(&Stop) -> String = <Stop as Remedy>::told;
    Arc::new(Mutex::new(Controller::new(is_alone, told)))
}

impl Link {
    pub(crate) fn new(journal: Arc<Journal>, controller: Arc<Mutex<Controller>>, host: Arc<SendWrapper<Host>>) -> Link {
        Link { journal, courier: Arc::new(Courier::new(controller)), ways: Arc::new(Script(host)) }
    }
}

#[wasm_bindgen]
impl Link {
    /// What was written down of the last time: an object of JSON with each fact by its name.
    pub fn recall(&self, facts: &str) {
        self.courier.controller().recall(Facts::read(facts));
    }

    /// Does what is wished for: `news`, `network`, `unpair`, `again`, `welcome` or `join`. Gives how many entries came.
    ///
    /// # Errors
    /// If there is no such wish.
    pub async fn wish(&self, wish: String) -> Result<f64, JsError> {
        let wish = match wish.as_str() {
            "news" => Wish::News,
            "network" => Wish::Network,
            "unpair" => Wish::Unpair,
            "again" => Wish::Again,
            "welcome" => Wish::Welcome,
            "join" => Wish::Join,
            _ => return Err(JsError::new("there is no such wish")),
        };
        Ok(self.courier.wish(wish, &self.journal, &*self.ways).await as f64)
    }

    /// No more syncs until the person asks. With `unpairs`, the server is told that this browser is out.
    ///
    /// # Errors
    /// If it cannot be written down.
    pub async fn leave(&self, unpairs: bool) -> Result<(), JsError> {
        self.courier.leave(unpairs, &*self.ways).await.map_err(|why| JsError::new(&why))
    }

    /// Counts what the server has not got yet.
    pub async fn count(&self) {
        self.courier.count(&self.journal).await;
    }

    /// How many milliseconds a page waits for news; nothing where it does not, or news are of no use now.
    pub fn patience(&self) -> Option<f64> {
        self.courier.controller().patience().map(|patience| patience.as_millis() as f64)
    }

    /// News did not come in time.
    pub fn late(&self) {
        self.courier.controller().late();
    }

    /// Whether news are of use now.
    #[wasm_bindgen(getter, js_name = mayTry)]
    pub fn may_try(&self) -> bool {
        self.courier.controller().may_try(self.journal.host().now())
    }

    /// Whether the server can be told now that this browser is paired no more.
    #[wasm_bindgen(getter)]
    pub fn owes(&self) -> bool {
        self.courier.controller().owes(self.journal.host().now())
    }

    /// Whether the server is still to be told so, now or later.
    #[wasm_bindgen(getter)]
    pub fn unpairs(&self) -> bool {
        self.courier.controller().facts().unpairs
    }

    /// Whether what the server has is here, or nothing comes from there.
    #[wasm_bindgen(getter, js_name = isReady)]
    pub fn is_ready(&self) -> bool {
        self.courier.controller().facts().is_ready
    }

    /// Whether there is a server that this browser is one of the devices of.
    #[wasm_bindgen(getter, js_name = hasServer)]
    pub fn has_server(&self) -> bool {
        self.courier.controller().has_server()
    }

    /// Whether the server may have this browser delete its files: it lets it in no more.
    #[wasm_bindgen(getter, js_name = mayClear)]
    pub fn may_clear(&self) -> bool {
        self.courier.controller().may_clear()
    }
}

impl Ways for Script {
    fn ask(&self, request: &Request) -> impl Future<Output = Result<Answer, String>> + Send {
        let headers = Array::new();
        for (name, value) in request.headers() {
            headers.push(&Array::of2(&name.into(), &value.into()));
        }
        let body = request.body().map(str::to_owned);
        let asked = self.0.ask(request.path(), request.method(), headers, body, MOST_ANSWER_BYTES as f64);
        SendWrapper::new(async move {
            let answer = JsFuture::from(asked).await.map_err(|error| words(&error))?;
            let part = |name: &str| Reflect::get(&answer, &name.into()).unwrap_or_default();
            Ok(Answer {
                status: part("status").as_f64().unwrap_or_default() as u16,
                content_type: part("type").as_string().unwrap_or_default(),
                schema: part("schema").as_string().and_then(|text| text.parse().ok()),
                body: part("body").dyn_into::<Uint8Array>().map(|bytes| bytes.to_vec()).unwrap_or_default(),
            })
        })
    }

    fn note(&self, notes: &[Note]) -> impl Future<Output = Result<(), String>> + Send {
        let facts = Array::new();
        for note in notes {
            facts.push(&Array::of2(&note.name().into(), &note.json().map_or(JsValue::UNDEFINED, JsValue::from)));
        }
        let noted = self.0.note(facts);
        SendWrapper::new(async move { JsFuture::from(noted).await.map(drop).map_err(|error| words(&error)) })
    }

    fn call_back(&self) -> impl Future<Output = ()> + Send {
        let called = self.0.call_back();
        SendWrapper::new(async move { drop(JsFuture::from(called).await) })
    }

    fn arrived(&self, has_adopted: bool) -> impl Future<Output = ()> + Send {
        let arrived = self.0.arrived(has_adopted);
        SendWrapper::new(async move { drop(JsFuture::from(arrived).await) })
    }
}

/// What an error of the script says.
fn words(error: &JsValue) -> String {
    let message = Reflect::get(error, &"message".into()).ok().and_then(|message| message.as_string());
    message.unwrap_or_else(|| error.dyn_ref::<JsString>().map(String::from).unwrap_or_default())
}
