//! The service scheduler: keeps the count, rolls deployments, says what it does.

use crate::model::ecs::ServiceId;
use crate::model::world::{Ctx, Event};

pub fn hear(_ctx: &mut Ctx, _event: &Event) {}
pub fn look(_ctx: &mut Ctx, _service: ServiceId) {}
