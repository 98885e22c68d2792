//! Small pieces of sentences.

use crate::model::ecs::{ContainerInstanceId, TaskId};
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::World;
use crate::model::world::decision::Rule;

/// `i-0a84…91de`: enough of an EC2 instance id to tell it from its neighbours.
pub fn short_instance(world: &World, id: ContainerInstanceId) -> String {
    let full = world.ec2_instance_id(id);
    format!("{}…{}", &full[..6], &full[full.len() - 4..])
}

/// The first eight digits of a task's id.
pub fn short_task(world: &World, id: TaskId) -> String {
    world.task_hex(id)[..8].to_owned()
}

/// `1 task`, `2 tasks`.
pub fn count(number: u32, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", grouped(number))
}

/// Commas from 10,000 up.
pub fn grouped(number: u32) -> String {
    let digits = number.to_string();
    if number < 10_000 {
        return digits;
    }
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `850 ms`, `12 s`, `3 min 5 s`, `2 h 10 min`.
pub fn span(span: SimDuration) -> String {
    let seconds = span.as_secs();
    match seconds {
        0 => format!("{} ms", span.as_millis()),
        1..60 => format!("{seconds} s"),
        60..3600 if seconds.is_multiple_of(60) => format!("{} min", seconds / 60),
        60..3600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ if (seconds / 60).is_multiple_of(60) => format!("{} h", seconds / 3600),
        _ => format!("{} h {} min", seconds / 3600, seconds / 60 % 60),
    }
}

/// `12:13`, from an hour on `01:12:13`. Whole seconds.
pub fn clock(at: SimTime) -> String {
    let seconds = at.as_millis() / 1000;
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours == 0 { format!("{minutes:02}:{rest:02}") } else { format!("{hours:02}:{minutes:02}:{rest:02}") }
}

/// The heading of a rule's column.
pub fn rule(rule: Rule) -> &'static str {
    match rule {
        Rule::Status => "Status",
        Rule::Agent => "Agent",
        Rule::Attributes => "Attributes",
        Rule::Cpu => "CPU",
        Rule::Memory => "Memory",
        Rule::Gpu => "GPU",
        Rule::Ports => "Ports",
        Rule::Eni => "ENI",
        Rule::Constraints => "Constraints",
    }
}

/// `service:web` and `family:web` are known as `web`.
pub fn group(group: &str) -> &str {
    group.split_once(':').map_or(group, |(_, name)| name)
}

/// `1, 2, 2`.
pub fn numbers(numbers: &[u32]) -> String {
    numbers.iter().map(|&number| grouped(number)).collect::<Vec<_>>().join(", ")
}
