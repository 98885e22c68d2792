//! Launches that EC2 refuses for want of capacity, and Fargate that has no room.

use std::rc::Rc;

use crate::model::ecs::ZoneId;
use crate::model::ecs::shortage::{Shortage, ShortageOf};
use crate::model::kernel::SimDuration;
use crate::model::world::{CapacityEvent, Ctx, Event, Room, Timer};

/// True if EC2 gives the group, or a launch without one, nothing in the zone now.
pub(super) fn denies_launch(ctx: &mut Ctx, zone: ZoneId, of: ShortageOf) -> bool {
    if !ctx.world().zone(zone).available {
        return true;
    }
    let shares: Vec<u32> = { ctx.world().shortages.iter() }
        .filter(|row| row.of == of && row.is_in(zone))
        .map(|row| row.percentage)
        .collect();
    shares.into_iter().any(|share| share >= 100 || ctx.draw(Room::Capacity).below(100) < share)
}

/// Begins a shortage, for `duration` or until somebody ends it. Gives its number.
pub fn begin(
    ctx: &mut Ctx,
    of: ShortageOf,
    zones: Vec<ZoneId>,
    percentage: u32,
    duration: Option<SimDuration>,
) -> u32 {
    let number = ctx.world().shortages_begun;
    let until = duration.map(|duration| ctx.now() + duration);
    let shortage = Shortage { number, of, zones, percentage, until };
    ctx.emit(Event::Capacity(CapacityEvent::ShortageBegan(Rc::new(shortage))));
    if let Some(duration) = duration {
        ctx.schedule(duration, Timer::ShortageEnds { number });
    }
    number
}

/// Ends a shortage, if it has not ended yet.
pub fn end(ctx: &mut Ctx, number: u32) {
    if ctx.world().shortages.iter().any(|row| row.number == number) {
        ctx.emit(Event::Capacity(CapacityEvent::ShortageEnded { number }));
    }
}
