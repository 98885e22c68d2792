//! What has to hold in WebAssembly too. Runs in Node.js: `make test ONLY=wasm`.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test;

use ecs_playground::model::ecs::{EcsError, ExceptionName};

#[wasm_bindgen_test]
fn an_exception_reads_the_same_in_wasm() {
    let error = EcsError::new(ExceptionName::ClusterNotFoundException, "Cluster not found.");
    assert_eq!(error.to_string(), "ClusterNotFoundException: Cluster not found.");
    let json = serde_json::to_string(&error).expect("an exception serialises");
    assert_eq!(json, r#"{"name":"ClusterNotFoundException","message":"Cluster not found."}"#);
}
