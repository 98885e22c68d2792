//! What the npm package calls: one thin layer over a session. Texts go over the border as JSON.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

use crate::model::api::wire;
use crate::model::ecs::EcsResult;
use crate::model::kernel::{SimDuration, json};
use crate::model::simulation::Simulation;
use crate::model::world::WorldConfig;
use crate::model::world::event::Command;
use crate::playground::cli::parse::NoFiles;
use crate::playground::console;
use crate::playground::links::{Link, MOST_EVENTS, MOST_UNPACKED, Opened};
use crate::playground::recording::{Session, Steadiness};

/// A session that JavaScript holds. `index.js` wraps it; nothing else calls it.
#[wasm_bindgen]
pub struct Core {
    session: Session,
    /// Requests of the wire that were answered; each has an id of its own.
    requests: u32,
}

#[wasm_bindgen]
impl Core {
    /// `config` is the JSON of a partial `WorldConfig`; what is left out has its default.
    #[wasm_bindgen(constructor)]
    pub fn new(config: &str) -> Result<Core, JsError> {
        let mut whole = serde_json::to_value(WorldConfig::default())?;
        let given: Value = serde_json::from_str(config)?;
        for (member, value) in given.as_object().into_iter().flatten() {
            whole[member] = value.clone();
        }
        Ok(Self { session: Session::new(json::decode(&whole)?), requests: 0 })
    }

    /// Has a recording again.
    pub fn replay(recording: &str) -> Result<Core, JsError> {
        Ok(Self { session: Session::from_text(recording)?, requests: 0 })
    }

    /// The run of a link, up to the moment that it opens at. `unpacked` is the text of its `run`, if it has
    /// one.
    pub fn open(hash: &str, unpacked: &str) -> Result<Core, JsError> {
        let link = Link::parse(hash)?.ok_or_else(|| JsError::new("This address carries no run."))?;
        let Opened { recording, at, .. } = link.open(unpacked)?;
        let mut session = Session::load(recording);
        if !session.advance_some(at, MOST_EVENTS) {
            return Err(JsError::new("The link's run has more events than are replayed."));
        }
        Ok(Self { session, requests: 0 })
    }

    /// Bytes that the run of a link may unpack to.
    #[wasm_bindgen(js_name = mostUnpacked)]
    pub fn most_unpacked() -> u32 {
        MOST_UNPACKED
    }

    /// `{ok: response}` or `{error: {name, message, resourceIds?}}`.
    pub fn call(&mut self, service: &str, action: &str, request: &str) -> Result<String, JsError> {
        let command = Command {
            service: service.into(),
            operation: action.into(),
            request: serde_json::from_str(request)?,
        };
        let answer = match self.session.execute(&command) {
            Ok(response) => json!({ "ok": response }),
            Err(error) => json!({ "error": {
                "name": error.name.as_str(),
                "message": error.message,
                "resourceIds": error.resource_ids,
            } }),
        };
        Ok(answer.to_string())
    }

    /// One JSON 1.1 request of the wire: `{status, headers, body}`.
    pub fn handle(&mut self, target: &str, body: &str) -> String {
        self.requests += 1;
        let request_id = wire::request_id(self.session.world(), self.requests);
        let answer = self.answer(target, body);
        let response = wire::response(&answer, request_id);
        let headers: BTreeMap<_, _> = response.headers.into_iter().collect();
        json!({ "status": response.status, "headers": headers, "body": response.body }).to_string()
    }

    /// `{stdout, stderr, exitCode}`.
    pub fn run(&mut self, line: &str) -> String {
        let output = console::run(&mut self.session, line, &NoFiles);
        json!({ "stdout": output.stdout, "stderr": output.stderr, "exitCode": output.exit_code }).to_string()
    }

    pub fn advance(&mut self, millis: f64) {
        self.session.advance_to(self.session.now() + whole_millis(millis));
    }

    /// True if everything became steady before the limit.
    #[wasm_bindgen(js_name = runUntilSteady)]
    pub fn run_until_steady(&mut self, limit_millis: f64) -> bool {
        self.session.run_until_steady(whole_millis(limit_millis)) == Steadiness::Steady
    }

    /// Milliseconds since 1970 UTC on the run's own clock.
    pub fn now(&self) -> f64 {
        self.session.world().epoch_millis(self.session.now()) as f64
    }

    /// Events of the log from that position on, as a JSON list.
    pub fn events(&self, since: u32) -> Result<String, JsError> {
        let events: Vec<_> = self.simulation().log().since(since).collect();
        Ok(serde_json::to_string(&events)?)
    }

    /// The fingerprint of the whole event log, as 16 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        format!("{:016x}", self.simulation().log().fingerprint())
    }

    pub fn recording(&self) -> String {
        self.session.recording().to_text()
    }
}

impl Core {
    fn answer(&mut self, target: &str, body: &str) -> EcsResult<Value> {
        let operation = wire::parse_target(target)?.into();
        let request = wire::decode_body(body)?;
        self.session.execute(&Command { service: "ecs".into(), operation, request })
    }

    fn simulation(&self) -> &Simulation {
        self.session.simulation()
    }
}

/// JavaScript has only one kind of number; negative ones and fractions mean nothing here.
fn whole_millis(millis: f64) -> SimDuration {
    SimDuration::from_millis(millis.max(0.0) as u64)
}
