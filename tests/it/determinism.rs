//! One script, one fingerprint: here natively, in `tests/wasm.rs` in WebAssembly.

use ecs_playground::model::world::WorldConfig;
use ecs_playground::playground::cli::parse::NoFiles;
use ecs_playground::playground::recording::Session;
use ecs_playground::playground::scenarios::script;

const SCRIPT: &str = include_str!("../determinism.txt");

/// What both must come to. `UPDATE_EXPECT=1` writes it anew, natively.
pub const EXPECTED: &str = include_str!("../determinism.expected");

/// What everything that happened, and everything that was printed, comes to.
pub fn fingerprint() -> String {
    let mut session = Session::new(WorldConfig::default());
    let mut printed = 0xcbf2_9ce4_8422_2325_u64;
    for step in script::steps(SCRIPT) {
        let output =
            script::run_step(&mut session, &step, &NoFiles).unwrap_or_else(|error| panic!("{error}"));
        for byte in output.stdout.bytes().chain(output.stderr.bytes()) {
            printed = (printed ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    let log = session.simulation().log();
    format!("{} events {:016x}, printed {printed:016x}\n", log.len(), log.fingerprint())
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn the_script_comes_to_its_fingerprint() {
    let found = fingerprint();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/determinism.expected");
        return std::fs::write(path, found).unwrap();
    }
    assert_eq!(found, EXPECTED, "run with UPDATE_EXPECT=1 if the model was meant to change");
}
