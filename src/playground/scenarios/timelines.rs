//! Timings of real runs, phase by phase, and what the model makes of the same run.
//!
//! A timeline is a script that leads up to its beginning, one that is measured, and its phases: from the
//! beginning to a mark, or from mark to mark. Tests hold the two against each other, and the page shows them.

use super::script;
use crate::model::ecs::TaskStatus;
use crate::model::kernel::{SimDuration, SimTime};
use crate::model::world::{Event, LoggedEvent, WorldConfig};
use crate::playground::cli::parse::NoFiles;

/// Something that happens in a run; `nth` counts from 1.
#[derive(Clone, Copy, Debug)]
pub enum Mark {
    /// The measured part begins.
    Beginning,
    /// A service event with this in its text.
    Said(&'static str, u32),
    /// A task reaches the status.
    Status(TaskStatus, u32),
    /// The network interface of a task is connected.
    Connected,
    PullStarted,
    PullStopped,
}

/// What took how long.
#[derive(Debug)]
pub struct Phase {
    pub name: &'static str,
    pub from: Mark,
    pub to: Mark,
    /// In the real run, from the shortest to the longest where several were seen.
    pub real: (SimDuration, SimDuration),
    /// How far beside that the model may be, in per cent.
    pub tolerance_percent: u32,
}

#[derive(Debug)]
pub struct Timeline {
    pub title: &'static str,
    /// What was seen where.
    pub source: &'static str,
    pub prelude: &'static str,
    pub script: &'static str,
    pub phases: &'static [Phase],
}

/// A phase as the model runs it; none if it never came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measured {
    pub modelled: Option<SimDuration>,
    pub is_within: bool,
}

const fn seconds(from: u64, to: u64) -> (SimDuration, SimDuration) {
    (SimDuration::from_secs(from), SimDuration::from_secs(to))
}

const fn millis(at: u64) -> (SimDuration, SimDuration) {
    (SimDuration::from_millis(at), SimDuration::from_millis(at))
}

const fn phase(
    name: &'static str,
    from: Mark,
    to: Mark,
    real: (SimDuration, SimDuration),
    tolerance_percent: u32,
) -> Phase {
    Phase { name, from, to, real, tolerance_percent }
}

const ON_FARGATE: &str = r#"
aws ecs create-cluster --cluster-name demo --capacity-providers FARGATE
aws ecs register-task-definition --family web --network-mode awsvpc --cpu 256 --memory 512 --requires-compatibilities FARGATE --container-definitions '[{"name":"app","image":"nginx:1.27"}]'
"#;

const STEADY_FARGATE: &str = r#"
aws ecs create-cluster --cluster-name demo --capacity-providers FARGATE
aws ecs register-task-definition --family web --network-mode awsvpc --cpu 256 --memory 512 --requires-compatibilities FARGATE --container-definitions '[{"name":"app","image":"nginx:1.27"}]'
aws ecs create-service --cluster demo --service-name web --task-definition web --desired-count 1 --launch-type FARGATE --network-configuration 'awsvpcConfiguration={subnets=[subnet-0a11]}'
playground run-until steady
"#;

const BEHIND_A_LOAD_BALANCER: &str = r#"
aws ecs create-cluster --cluster-name demo --capacity-providers FARGATE
playground image set --image shop/backend:1 --pull-size-mib 900
aws ecs register-task-definition --family web --network-mode awsvpc --cpu 256 --memory 512 --requires-compatibilities FARGATE --container-definitions '[{"name":"app","image":"shop/backend:1","portMappings":[{"containerPort":80}]}]'
aws elbv2 create-load-balancer --name front
aws elbv2 create-target-group --name web --protocol HTTP --port 80 --target-type ip --health-check-interval-seconds 10
aws elbv2 modify-target-group-attributes --target-group-arn web --attributes Key=deregistration_delay.timeout_seconds,Value=5
aws elbv2 create-listener --load-balancer-arn front --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=web
aws ecs create-service --cluster demo --service-name web --task-definition web --desired-count 1 --launch-type FARGATE --network-configuration 'awsvpcConfiguration={subnets=[subnet-0a11]}' --load-balancers targetGroupArn=web,containerName=app,containerPort=80
aws elbv2 wait load-balancer-available --names front
playground run-until steady
"#;

use Mark::{Beginning, Connected, PullStarted, PullStopped, Said, Status};

pub static TIMELINES: &[Timeline] = &[
    Timeline {
        title: "A task starts on Fargate",
        source: "The task state change event of the Amazon ECS developer guide",
        prelude: ON_FARGATE,
        script: "aws ecs run-task --cluster demo --task-definition web --launch-type FARGATE --network-configuration 'awsvpcConfiguration={subnets=[subnet-0a11]}'\n+2m\n",
        phases: &[
            phase("Network interface connected", Beginning, Connected, millis(4_100), 50),
            phase("Pull begins", Beginning, PullStarted, millis(17_700), 40),
            phase("Pull ends", PullStarted, PullStopped, millis(3_000), 40),
            phase("RUNNING", Beginning, Status(TaskStatus::Running, 1), millis(23_700), 40),
        ],
    },
    Timeline {
        title: "A task stops on Fargate",
        source: "stoppingAt and stoppedAt in a published DescribeTasks answer; that its process ignores SIGTERM is assumed",
        prelude: STEADY_FARGATE,
        script: "playground image set --image nginx:1.27 --ignores-sigterm\naws ecs update-service --cluster demo --service web --force-new-deployment\n+5m\naws ecs update-service --cluster demo --service web --desired-count 0\n+5m\n",
        phases: &[phase(
            "From STOPPING to STOPPED",
            Status(TaskStatus::Stopping, 2),
            Status(TaskStatus::Stopped, 2),
            millis(66_000),
            20,
        )],
    },
    Timeline {
        title: "A new service of one task",
        source: "A published event list",
        prelude: ON_FARGATE,
        script: "aws ecs create-service --cluster demo --service-name web --task-definition web --desired-count 1 --launch-type FARGATE --network-configuration 'awsvpcConfiguration={subnets=[subnet-0a11]}'\n+5m\n",
        phases: &[
            phase("“has started”", Beginning, Said("has started", 1), millis(5_800), 40),
            phase(
                "“deployment completed”",
                Said("has started", 1),
                Said("deployment completed", 1),
                millis(23_500),
                50,
            ),
        ],
    },
    Timeline {
        title: "A rolling deployment of one task behind a load balancer",
        source: "Two deployments in a published event list, 100 and 200 per cent. Image, health check and deregistration delay are not part of it: 900 MiB, 10 seconds and 5 seconds are assumed",
        prelude: BEHIND_A_LOAD_BALANCER,
        script: "aws ecs update-service --cluster demo --service web --force-new-deployment\n+15m\n",
        phases: &[
            phase(
                "“registered 1 targets”",
                Said("has started", 1),
                Said(") registered", 1),
                seconds(40, 60),
                25,
            ),
            phase(
                "“has stopped 1 running tasks”",
                Said(") registered", 1),
                Said("has stopped", 1),
                seconds(50, 51),
                25,
            ),
            phase("“deregistered”", Said("has stopped", 1), Said("deregistered", 1), millis(10_000), 20),
            phase(
                "“deployment completed”",
                Said("deregistered", 1),
                Said("deployment completed", 1),
                millis(52_000),
                50,
            ),
        ],
    },
    Timeline {
        title: "A task behind a load balancer is lost",
        source: "The same event list, and another one that took 19 seconds to begin",
        prelude: BEHIND_A_LOAD_BALANCER,
        script: "playground image set --image shop/backend:1 --pull-size-mib 900 --then exit --exit-code 1 --after-seconds 300\naws ecs update-service --cluster demo --service web --force-new-deployment\n+20m\n",
        phases: &[
            phase(
                "“has started” its replacement",
                Said("deregistered", 2),
                Said("has started", 2),
                (SimDuration::from_millis(740), SimDuration::from_secs(19)),
                20,
            ),
            phase(
                "“registered 1 targets”",
                Said("has started", 2),
                Said(") registered", 2),
                millis(65_000),
                30,
            ),
            phase("“steady state”", Said(") registered", 2), Said("steady state", 2), millis(8_400), 60),
        ],
    },
    Timeline {
        title: "A task behind a target group stops",
        source: "lastStatus of a task, polled, with a deregistration delay of 300 seconds; its process ignores SIGTERM (assumed)",
        prelude: BEHIND_A_LOAD_BALANCER,
        script: "aws elbv2 modify-target-group-attributes --target-group-arn web --attributes Key=deregistration_delay.timeout_seconds,Value=300\nplayground image set --image shop/backend:1 --ignores-sigterm\naws ecs update-service --cluster demo --service web --force-new-deployment\n+10m\naws ecs update-service --cluster demo --service web --force-new-deployment\n+20m\n",
        phases: &[
            phase(
                "DEACTIVATING",
                Status(TaskStatus::Deactivating, 2),
                Status(TaskStatus::Stopping, 2),
                millis(361_000),
                15,
            ),
            phase(
                "STOPPING",
                Status(TaskStatus::Stopping, 2),
                Status(TaskStatus::Deprovisioning, 2),
                millis(47_000),
                25,
            ),
            phase(
                "DEPROVISIONING",
                Status(TaskStatus::Deprovisioning, 2),
                Status(TaskStatus::Stopped, 2),
                millis(16_000),
                25,
            ),
        ],
    },
    Timeline {
        title: "A process that ends at once, on EC2",
        source: "aws/amazon-ecs-agent, issue 322",
        prelude: r#"
aws ecs create-cluster --cluster-name demo
playground launch-instances --cluster demo --instance-type m5.large --ready
playground image set --image shop/ends --then exit --exit-code 1 --after-seconds 1
aws ecs register-task-definition --family web --container-definitions '[{"name":"app","image":"shop/ends","memory":64}]'
aws ecs create-service --cluster demo --service-name web --task-definition web --desired-count 1
+1m
"#,
        script: "+2m\n",
        phases: &[phase(
            "From one start to the next",
            Said("has started", 1),
            Said("has started", 2),
            seconds(13, 23),
            10,
        )],
    },
    Timeline {
        title: "Circuit breaker: an image that is not there",
        source: "Two published event lists, threshold 3",
        prelude: STEADY_FARGATE,
        script: r#"
aws ecs register-task-definition --family web --network-mode awsvpc --cpu 256 --memory 512 --requires-compatibilities FARGATE --container-definitions '[{"name":"app","image":"shop/web:2"}]'
playground fault unpullable-image --image shop/web:2
aws ecs update-service --cluster demo --service web --task-definition web:2 --deployment-configuration 'deploymentCircuitBreaker={enable=true,rollback=true}'
+30m
"#,
        phases: &[phase(
            "“deployment failed”",
            Beginning,
            Said("deployment failed", 1),
            seconds(8 * 60, 12 * 60),
            25,
        )],
    },
    Timeline {
        title: "Circuit breaker: a target that answers 500",
        source: "A published drill, threshold 3: checks every 15 seconds, three failures, 60 seconds of grace, a deregistration delay of 10 seconds",
        prelude: r#"
aws ecs create-cluster --cluster-name demo --capacity-providers FARGATE
aws ecs register-task-definition --family web --network-mode awsvpc --cpu 256 --memory 512 --requires-compatibilities FARGATE --container-definitions '[{"name":"app","image":"shop/api:1","portMappings":[{"containerPort":4000}]}]'
aws ecs register-task-definition --family web --network-mode awsvpc --cpu 256 --memory 512 --requires-compatibilities FARGATE --container-definitions '[{"name":"app","image":"shop/api:2","portMappings":[{"containerPort":4000}]}]'
playground image set --image shop/api:2 --health unhealthy
aws elbv2 create-load-balancer --name front
aws elbv2 create-target-group --name web --protocol HTTP --port 4000 --target-type ip --health-check-interval-seconds 15 --unhealthy-threshold-count 3 --healthy-threshold-count 2
aws elbv2 modify-target-group-attributes --target-group-arn web --attributes Key=deregistration_delay.timeout_seconds,Value=10
aws elbv2 create-listener --load-balancer-arn front --protocol HTTP --port 80 --default-actions Type=forward,TargetGroupArn=web
aws ecs create-service --cluster demo --service-name web --task-definition web:1 --desired-count 1 --launch-type FARGATE --health-check-grace-period-seconds 60 --network-configuration 'awsvpcConfiguration={subnets=[subnet-0a11]}' --load-balancers targetGroupArn=web,containerName=app,containerPort=4000 --deployment-configuration 'deploymentCircuitBreaker={enable=true,rollback=true}'
aws elbv2 wait load-balancer-available --names front
playground run-until steady
"#,
        script: "aws ecs update-service --cluster demo --service web --task-definition web:2\n+30m\n",
        phases: &[
            phase(
                "The first task is condemned",
                Beginning,
                Said("is unhealthy in", 1),
                seconds(111, 111),
                25,
            ),
            phase(
                "From the first to the second",
                Said("is unhealthy in", 1),
                Said("is unhealthy in", 2),
                seconds(205, 227),
                25,
            ),
            phase("“deployment failed”", Beginning, Said("deployment failed", 1), seconds(588, 588), 25),
        ],
    },
    Timeline {
        title: "Circuit breaker: a container health check that fails",
        source: "A published event list, threshold 3. Its health check is not part of it: one that fails for 30 seconds is assumed",
        prelude: r#"
aws ecs create-cluster --cluster-name demo --capacity-providers FARGATE
aws ecs register-task-definition --family web --network-mode awsvpc --cpu 256 --memory 512 --requires-compatibilities FARGATE --container-definitions '[{"name":"app","image":"nginx:1.27","healthCheck":{"command":["CMD","check"],"interval":10,"retries":3}}]'
aws ecs create-service --cluster demo --service-name web --task-definition web --desired-count 1 --launch-type FARGATE --network-configuration 'awsvpcConfiguration={subnets=[subnet-0a11]}'
playground run-until steady
"#,
        script: r#"
playground image set --image nginx:1.27 --health unhealthy
aws ecs update-service --cluster demo --service web --force-new-deployment --deployment-configuration 'deploymentCircuitBreaker={enable=true,rollback=true}'
+30m
"#,
        phases: &[phase(
            "“deployment failed”",
            Beginning,
            Said("deployment failed", 1),
            seconds(210, 210),
            25,
        )],
    },
];

/// Runs the timeline and measures its phases.
///
/// Panics if one of our own scripts fails: a test runs them all.
pub fn measure(timeline: &Timeline) -> Vec<Measured> {
    let mut session = script::run(timeline.prelude, WorldConfig::default(), &NoFiles)
        .unwrap_or_else(|error| panic!("{}: {error}", timeline.title));
    let (begun_at, begun) = (session.now(), session.simulation().log().len());
    for step in script::steps(timeline.script) {
        script::run_step(&mut session, &step, &NoFiles)
            .unwrap_or_else(|error| panic!("{}: {error}", timeline.title));
    }
    let at = |mark: Mark| {
        let mut happened = session.simulation().log().since(begun);
        moment(mark, begun_at, &mut happened)
    };
    let phases = timeline.phases.iter().map(|phase| {
        let modelled = at(phase.from).zip(at(phase.to)).map(|(from, to)| to.since(from));
        Measured { modelled, is_within: modelled.is_some_and(|span| is_within(phase, span)) }
    });
    phases.collect()
}

fn moment(mark: Mark, begun_at: SimTime, events: &mut dyn Iterator<Item = &LoggedEvent>) -> Option<SimTime> {
    let nth = match mark {
        Mark::Beginning => return Some(begun_at),
        Mark::Said(_, nth) | Mark::Status(_, nth) => nth,
        _ => 1,
    };
    let is_it = |event: &Event| match (mark, event) {
        (Mark::Said(text, _), Event::ServiceEventPosted { message, .. }) => message.contains(text),
        (Mark::Status(wanted, _), Event::TaskStatusChanged { status, .. }) => *status == wanted,
        (Mark::Connected, Event::TaskConnected { .. })
        | (Mark::PullStarted, Event::TaskPullStarted { .. })
        | (Mark::PullStopped, Event::TaskPullStopped { .. }) => true,
        _ => false,
    };
    let mut happened = events.filter(|logged| is_it(&logged.event));
    happened.nth(nth as usize - 1).map(|logged| logged.at)
}

fn is_within(phase: &Phase, span: SimDuration) -> bool {
    let share = |of: SimDuration| of.as_millis() * u64::from(phase.tolerance_percent) / 100;
    let (least, most) = phase.real;
    let span = span.as_millis();
    span + share(least) >= least.as_millis() && span <= most.as_millis() + share(most)
}
