//! Random commands and faults, with every invariant checked after every event.

mod commands;
mod deeds;
mod furnished;

use ecs_playground::model::kernel::SimDuration;
use ecs_playground::model::simulation::Simulation;
use proptest::prelude::*;

use commands::command;
use deeds::{Deed, deed};
use furnished::furnished;

/// Does all the deeds, some of which are refused, and gives how many were not.
fn live(simulation: &mut Simulation, deeds: &[Deed]) -> u32 {
    let mut taken = 0;
    for deed in deeds {
        if let Deed::Pass { seconds } = deed {
            simulation.advance_to(simulation.now() + SimDuration::from_secs(u64::from(*seconds)));
        } else if let Some(command) = command(simulation, deed) {
            let answer = simulation.execute(&command);
            if let Err(error) = &answer {
                assert!(!error.message.is_empty(), "{command:?}");
            }
            taken += u32::from(answer.is_ok());
        }
    }
    taken
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 400, ..ProptestConfig::default() })]

    #[test]
    fn invariants_hold_whatever_people_do(seed in 0..1000u64, deeds in prop::collection::vec(deed(), 5..40)) {
        let mut simulation = furnished(seed).watchful();
        let taken = live(&mut simulation, &deeds);
        simulation.advance_to(simulation.now() + SimDuration::from_mins(20));
        prop_assert!(taken <= deeds.len() as u32);
    }

    #[test]
    fn the_same_deeds_give_the_same_log(seed in 0..1000u64, deeds in prop::collection::vec(deed(), 5..40)) {
        let run = || {
            let mut simulation = furnished(seed);
            live(&mut simulation, &deeds);
            simulation.log().fingerprint()
        };
        prop_assert_eq!(run(), run());
    }
}

/// Random runs of which everything is refused would prove nothing.
#[test]
fn most_deeds_are_not_refused() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut taken, mut given) = (0, 0);
    for seed in 0..10 {
        let deeds = prop::collection::vec(deed(), 60).new_tree(&mut runner).unwrap().current();
        given += deeds.iter().filter(|deed| !matches!(deed, Deed::Pass { .. })).count() as u32;
        taken += live(&mut furnished(seed), &deeds);
    }
    assert!(taken * 2 > given, "{taken} of {given} commands were taken: the random runs do too little");
}
