//! The first scenario, live, before the page is whole: the stage as the page draws it, and buttons that wait.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::Element;
use yew::prelude::*;

use super::components::icon_sheet;
use super::panels::transport::{ControlsProps, controls, picked};
use super::panels::{blanks, phone, stage, top_bar};
use super::start::Wish;
use super::state::{PhoneTab, Playback};
use super::steps::use_steps;
use crate::model::ecs::ClusterId;
use crate::model::kernel::SimTime;
use crate::model::simulation::Simulation;
use crate::playground::scenarios::first::{self, FirstRun};
use crate::playground::views::promise;
use crate::playground::views::sentence::sentence;
use crate::playground::views::shelf::Shelves;
use crate::playground::views::stage::{Look, stage as view_of};
use crate::web::browser::{Frames, is_page_hidden, is_wide};

/// The run of the first look, and what was asked of it.
#[derive(Clone)]
pub struct Living(Rc<RefCell<Kept>>);

struct Kept {
    run: FirstRun,
    shelves: Shelves,
    playback: Playback,
    pressed: Option<String>,
}

impl PartialEq for Living {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Living {
    pub fn new(run: FirstRun) -> Self {
        let (shelves, playback) = (Shelves::default(), Playback::default());
        Self(Rc::new(RefCell::new(Kept { run, shelves, playback, pressed: None })))
    }

    pub fn wish(&self) -> Wish {
        let focused = gloo::utils::document().active_element().as_ref().and_then(button_of);
        Wish { pressed: self.0.borrow().pressed.clone(), focused: focused.as_ref().map(name_of) }
    }

    /// The run, and how fast it passes.
    pub fn into_run(self) -> (FirstRun, Playback) {
        let kept = self.0.borrow();
        (kept.run.clone(), kept.playback)
    }

    fn pass(&self, elapsed_millis: u32) {
        let Kept { run, playback, .. } = &mut *self.0.borrow_mut();
        run.advance_to(run.simulation().now() + playback.span(elapsed_millis));
    }

    fn pick_speed(&self, event: &Event) {
        picked(event).into_iter().for_each(|speed| self.0.borrow_mut().playback.speed = speed);
    }

    fn press(&self, event: &MouseEvent) {
        let button = event.target_dyn_into::<Element>().as_ref().and_then(button_of);
        self.0.borrow_mut().pressed = button.as_ref().map(name_of);
    }
}

fn button_of(element: &Element) -> Option<Element> {
    element.closest("button").ok().flatten()
}

/// What a screen reader would call a button: it has the same name on the whole page.
pub fn name_of(button: &Element) -> String {
    button.get_attribute("aria-label").or_else(|| button.text_content()).unwrap_or_default()
}

#[derive(Properties, PartialEq)]
pub struct FirstLookProps {
    pub living: Living,
}

#[component]
pub fn FirstLook(props: &FirstLookProps) -> Html {
    let frame = use_force_update();
    {
        let living = props.living.clone();
        use_effect_with((), move |()| {
            let frames = Frames::start(move |elapsed| {
                if !is_page_hidden() {
                    living.pass(elapsed);
                    frame.force_update();
                }
            });
            move || drop(frames)
        });
    }
    let onclick = {
        let living = props.living.clone();
        Callback::from(move |event: MouseEvent| living.press(&event))
    };
    let pick = {
        let living = props.living.clone();
        Callback::from(move |event: Event| living.pick_speed(&event))
    };
    let steps = use_steps(1);
    let kept = &mut *props.living.0.borrow_mut();
    let simulation = kept.run.simulation();
    kept.shelves.follow(simulation.log(), simulation.world());
    html! {
        <>
            { icon_sheet() }
            <div class={classes!("app", "first", is_wide().then_some("with-author"))} data-phone-tab="stage" {onclick}>
                { top_bar::face(first::TITLE) }
                <nav class="rail" />
                { blanks::author() }
                <main class="stage">
                    if steps > 0 { { scene(&kept.run, &kept.shelves) }{ blanks::drawer() } }
                </main>
                { time(simulation, kept.playback, pick) }
                { phone::face(PhoneTab::Stage) }
            </div>
        </>
    }
}

fn scene(run: &FirstRun, shelves: &Shelves) -> Html {
    let world = run.simulation().world();
    let cluster = world.clusters.ids().next().unwrap_or(ClusterId(0));
    let words = sentence(world, cluster, run.commands());
    stage::face(world, &view_of(world, shelves, Look::new(cluster)), &words)
}

fn time(simulation: &Simulation, playback: Playback, pick: Callback<Event>) -> Html {
    let world = simulation.world();
    let next = simulation.next_promise();
    let props = ControlsProps {
        now: SimTime::from_secs(world.now.as_millis() / 1000),
        playback,
        seed: world.config.seed,
        next: next.map(|(due, timer)| (due, promise::line(world, due, timer).into())),
        in_the_past: false,
        end: world.now,
    };
    html! {
        <footer class="time" aria-label="Time">
            { controls(&props, |_| Callback::noop(), pick) }
            <div class="tl" />
        </footer>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_passes_in_the_first_look_and_the_run_goes_on_from_there() {
        let mut first = FirstRun::default();
        while first.play_next() {}
        let living = Living::new(first);
        let before = living.0.borrow().run.simulation().now();
        living.pass(100);
        let (run, _) = living.into_run();
        assert_eq!(run.simulation().now(), before + Playback::default().span(100));
        assert_eq!(run.into_session().now(), before + Playback::default().span(100));
    }
}
