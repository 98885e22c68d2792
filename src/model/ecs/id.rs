//! Rows of the world's tables. What the API calls a thing (its ARN) is made from these.

use serde::{Deserialize, Serialize};

macro_rules! row_id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl From<u32> for $name {
            fn from(row: u32) -> Self {
                Self(row)
            }
        }

        impl From<$name> for u32 {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )*};
}

row_id! {
    /// An Auto Scaling group of EC2.
    AutoScalingGroupId,
    CapacityProviderId,
    ClusterId,
    ContainerInstanceId,
    /// A service's deployment; numbered through the whole run, not per service.
    DeploymentId,
    ServiceId,
    TaskId,
    /// One revision of a family.
    TaskDefinitionId,
    /// A recorded placement decision.
    DecisionId,
    /// An Availability Zone, in alphabetical order.
    ZoneId,
    LoadBalancerId,
    ListenerId,
    /// A rule of a listener, its default rule included.
    RuleId,
    TargetGroupId,
    /// One registration of a target in a target group.
    TargetId,
    /// One tick of traffic.
    TrafficTickId,
}
