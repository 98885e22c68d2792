// Two runs of benches/run.rs on the npm package, wherever it is loaded: in Node.js or in a page.
const RUNS = 3;
const MINUTE = 60_000;
const SERVICES = 100;

/** A cluster with so many instances that are up, and services that are about to start their first tasks. */
async function furnished(Playground, { instances, desiredCount }) {
  const playground = await Playground.create();
  const definition = {
    family: "web",
    containerDefinitions: [{ name: "app", image: "nginx:1.27", cpu: 256, memory: 512 }],
  };
  playground.call("ecs", "CreateCluster", { clusterName: "c" });
  playground.call("playground", "LaunchInstances", { cluster: "c", instanceType: "m5.4xlarge", count: instances });
  playground.call("ecs", "RegisterTaskDefinition", definition);
  playground.advance(4 * MINUTE);
  for (let number = 0; number < SERVICES; number += 1) {
    const service = { cluster: "c", serviceName: `s${number}`, taskDefinition: "web", desiredCount };
    playground.call("ecs", "CreateService", service);
  }
  return playground;
}

/** 100 services of 500 tasks each: the quota of 500 launches per service and minute is just kept. */
function fiftyThousand(playground) {
  playground.advance(5 * MINUTE);
}

/** A day in which images crash at random and services are updated. */
function busyDay(playground) {
  const crash = { image: "nginx:1.27", then: "crash", exitCode: 1, meanSeconds: 14_400 };
  playground.call("playground", "SetImage", crash);
  for (let hour = 0; hour < 24; hour += 1) {
    const service = `s${(hour * 4) % SERVICES}`;
    playground.call("ecs", "UpdateService", { cluster: "c", service, forceNewDeployment: true });
    playground.advance(60 * MINUTE);
  }
}

function running(playground) {
  const [cluster] = playground.call("ecs", "DescribeClusters", { clusters: ["c"] }).clusters;
  return cluster.runningTasksCount;
}

/** The shortest time in milliseconds, and the tasks that ran at the end. */
async function measure(Playground, world, work) {
  let [best, tasks] = [Infinity, 0];
  for (let run = 0; run < RUNS; run += 1) {
    const playground = await furnished(Playground, world);
    const started = performance.now();
    work(playground);
    best = Math.min(best, performance.now() - started);
    tasks = running(playground);
    playground.free();
  }
  return { best, tasks };
}

/** A line for each run: the best of a few, each in a world of its own. */
export async function runAll(Playground) {
  const placed = await measure(Playground, { instances: 5_000, desiredCount: 500 }, fiftyThousand);
  if (placed.tasks !== 50_000) throw new Error(`${placed.tasks} tasks run, not 50,000`);
  const perSecond = Math.round(placed.tasks / (placed.best / 1000));
  const day = await measure(Playground, { instances: 100, desiredCount: 10 }, busyDay);
  return [
    `place_and_start/50,000 tasks on 5,000 instances: ${placed.best.toFixed(0)} ms, ${perSecond.toLocaleString("en")} tasks/s`,
    `busy_day/100 services of 10 tasks: ${day.best.toFixed(0)} ms`,
  ];
}
