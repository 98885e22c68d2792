//! The cost meters: each runs while something is paid for.

use std::rc::Rc;

use crate::model::ecs::cost::{self, FARGATE_MINIMUM};
use crate::model::ecs::{ClusterId, ContainerInstanceId, LaunchType, Task, TaskId};
use crate::model::world::World;

impl World {
    fn meter(&mut self, cluster: ClusterId, payer: Rc<str>) -> &mut cost::Meter {
        self.costs.entry((cluster, payer)).or_default()
    }

    /// An EC2 instance is paid for while it is `running`.
    pub(super) fn pay_instance(&mut self, id: ContainerInstanceId, runs: bool) {
        let row = &self.container_instances[id];
        let price = i64::from(row.price_micro_usd_per_hour);
        let payer = row.capacity_provider.clone().unwrap_or_else(|| LaunchType::Ec2.as_str().into());
        let (now, cluster) = (self.now, row.cluster);
        self.meter(cluster, payer).change(now, if runs { price } else { -price });
    }

    /// A Fargate task is paid for from the first pull until it is STOPPED, and for a minute at least.
    pub(super) fn pay_fargate_task(&mut self, id: TaskId, runs: bool) {
        let row = self.tasks.rc(id).clone();
        if row.launch_type != LaunchType::Fargate {
            return;
        }
        let price = fargate_price(&row);
        let payer = row.capacity_provider.clone().unwrap_or_else(|| LaunchType::Fargate.as_str().into());
        let now = self.now;
        let meter = self.meter(row.cluster, payer);
        meter.change(now, if runs { price as i64 } else { -(price as i64) });
        if let Some(began) = row.pull_started_at.filter(|_| !runs) {
            meter.charge(price, FARGATE_MINIMUM - now.since(began));
        }
    }
}

fn fargate_price(task: &Task) -> u64 {
    let spot = task.capacity_provider.as_deref() == Some("FARGATE_SPOT");
    cost::fargate_per_hour(task.reservation, task.definition.architecture(), spot)
}
