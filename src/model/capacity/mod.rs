//! Container instances joining, draining and leaving, and Availability Zones.

use crate::model::ecs::{ContainerInstanceId, ZoneId};
use crate::model::world::timer::InstanceStep;
use crate::model::world::{Ctx, Event};

pub fn hear(_ctx: &mut Ctx, _event: &Event) {}
pub fn instance_step(_ctx: &mut Ctx, _instance: ContainerInstanceId, _step: InstanceStep) {}
pub fn restore_zone(_ctx: &mut Ctx, _zone: ZoneId) {}
