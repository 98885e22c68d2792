//! The model against measured runs, phase by phase, within the tolerance that each phase states.

use ecs_playground::playground::scenarios::timelines::{TIMELINES, measure};

#[test]
fn every_phase_is_as_long_as_it_was_in_reality() {
    let mut beside = Vec::new();
    for timeline in TIMELINES {
        for (phase, measured) in timeline.phases.iter().zip(measure(timeline)) {
            let took = measured.modelled.map(|span| span.as_millis());
            println!("{}: {}: {:?} real {:?}", timeline.title, phase.name, took, phase.real);
            if !measured.is_within {
                let real = phase.real;
                beside.push(format!("{}: {}: {took:?} ms, real {real:?}", timeline.title, phase.name));
            }
        }
    }
    assert!(beside.is_empty(), "{}", beside.join("\n"));
}

#[test]
fn no_tolerance_lets_everything_pass() {
    let phases = TIMELINES.iter().flat_map(|timeline| timeline.phases);
    phases.for_each(|phase| assert!(phase.tolerance_percent <= 100, "{}", phase.name));
}
