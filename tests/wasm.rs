//! What has to hold in WebAssembly too. Runs in Node.js: `make test ONLY=wasm`.
#![cfg(target_arch = "wasm32")]

#[path = "it/determinism.rs"]
mod determinism;

use wasm_bindgen_test::wasm_bindgen_test;

use ecs_playground::model::ecs::{EcsError, ExceptionName};

#[wasm_bindgen_test]
fn an_exception_reads_the_same_in_wasm() {
    let error = EcsError::new(ExceptionName::ClusterNotFoundException, "Cluster not found.");
    assert_eq!(error.to_string(), "ClusterNotFoundException: Cluster not found.");
    let json = serde_json::to_string(&error).expect("an exception serialises");
    assert_eq!(json, r#"{"name":"ClusterNotFoundException","message":"Cluster not found."}"#);
}

#[wasm_bindgen_test]
fn a_run_is_the_same_in_wasm() {
    assert_eq!(determinism::fingerprint(), determinism::EXPECTED);
}
