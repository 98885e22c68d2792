// Every action, through the real @aws-sdk/client-ecs.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as ecs from "@aws-sdk/client-ecs";
import { clientOf, furnished } from "./playground.mjs";

let playground;
let client;
const send = (name, input = {}) => client.send(new ecs[`${name}Command`](input));

before(async () => {
  playground = await furnished();
  client = clientOf(playground);
});
after(() => playground.free());

const identity = JSON.stringify({
  instanceId: "i-0123456789abcdef0",
  instanceType: "c5.large",
  availabilityZone: "us-east-1b",
  region: "us-east-1",
  accountId: "123456789012",
  architecture: "x86_64",
});

test("clusters", async () => {
  const { cluster } = await send("CreateCluster", { clusterName: "side", tags: [{ key: "team", value: "a" }] });
  assert.equal(cluster.status, "ACTIVE");
  const { clusters, failures } = await send("DescribeClusters", { clusters: ["side", "nowhere"], include: ["TAGS"] });
  assert.deepEqual(clusters.map((row) => row.clusterName), ["side"]);
  assert.deepEqual(clusters[0].tags, [{ key: "team", value: "a" }]);
  assert.equal(failures[0].reason, "MISSING");
  assert.equal((await send("ListClusters")).clusterArns.length, 2);
  assert.equal((await send("DeleteCluster", { cluster: "side" })).cluster.status, "INACTIVE");
  await assert.rejects(send("ListServices", { cluster: "nowhere" }), ecs.ClusterNotFoundException);
});

test("task definitions", async () => {
  const { taskDefinition } = await send("RegisterTaskDefinition", {
    family: "job",
    containerDefinitions: [{ name: "main", image: "busybox", command: ["sleep", "30"], memory: 64 }],
  });
  assert.equal(taskDefinition.revision, 1);
  assert.ok(taskDefinition.registeredAt instanceof Date);
  const described = await send("DescribeTaskDefinition", { taskDefinition: "job" });
  assert.deepEqual(described.taskDefinition.containerDefinitions[0].command, ["sleep", "30"]);
  assert.deepEqual((await send("ListTaskDefinitionFamilies", { status: "ACTIVE" })).families, ["job", "web"]);
  assert.equal((await send("ListTaskDefinitions", { familyPrefix: "job" })).taskDefinitionArns.length, 1);
  await assert.rejects(
    send("RegisterTaskDefinition", { family: "bad", containerDefinitions: [] }),
    (error) => error instanceof ecs.ClientException && error.message === "Container list cannot be empty",
  );
  await send("RegisterTaskDefinition", { family: "old", containerDefinitions: [{ name: "a", image: "b", memory: 8 }] });
  const gone = await send("DeregisterTaskDefinition", { taskDefinition: "old:1" });
  assert.equal(gone.taskDefinition.status, "INACTIVE");
  const deleted = await send("DeleteTaskDefinitions", { taskDefinitions: ["old:1", "job:1"] });
  assert.equal(deleted.taskDefinitions.length, 1);
  assert.equal(deleted.failures.length, 1);
});

test("container instances", async () => {
  const { containerInstance } = await send("RegisterContainerInstance", {
    cluster: "demo",
    instanceIdentityDocument: identity,
  });
  assert.equal(containerInstance.status, "ACTIVE");
  const instance = containerInstance.containerInstanceArn;
  assert.equal((await send("ListContainerInstances", { cluster: "demo" })).containerInstanceArns.length, 4);
  const filtered = await send("ListContainerInstances", {
    cluster: "demo",
    filter: "attribute:ecs.instance-type == c5.large",
  });
  assert.deepEqual(filtered.containerInstanceArns, [instance]);
  const attribute = { name: "stack", value: "test", targetType: "container-instance", targetId: instance };
  await send("PutAttributes", { cluster: "demo", attributes: [attribute] });
  const listed = await send("ListAttributes", {
    cluster: "demo",
    targetType: "container-instance",
    attributeName: "stack",
  });
  assert.equal(listed.attributes[0].value, "test");
  await send("DeleteAttributes", { cluster: "demo", attributes: [attribute] });
  const drained = await send("UpdateContainerInstancesState", {
    cluster: "demo",
    containerInstances: [instance],
    status: "DRAINING",
  });
  assert.equal(drained.containerInstances[0].status, "DRAINING");
  const described = await send("DescribeContainerInstances", { cluster: "demo", containerInstances: [instance] });
  assert.equal(described.containerInstances[0].agentConnected, true);
  const left = await send("DeregisterContainerInstance", { cluster: "demo", containerInstance: instance, force: true });
  assert.equal(left.containerInstance.status, "INACTIVE");
});

test("tasks", async () => {
  const { tasks, failures } = await send("RunTask", { cluster: "demo", taskDefinition: "web", count: 2 });
  assert.deepEqual([tasks.length, failures.length], [2, 0]);
  playground.advance(60_000);
  const arns = tasks.map((task) => task.taskArn);
  const running = await send("DescribeTasks", { cluster: "demo", tasks: arns });
  assert.deepEqual(running.tasks.map((task) => task.lastStatus), ["RUNNING", "RUNNING"]);
  assert.ok(running.tasks[0].startedAt instanceof Date);
  const instance = running.tasks[0].containerInstanceArn;
  const started = await send("StartTask", { cluster: "demo", taskDefinition: "web", containerInstances: [instance] });
  assert.equal(started.tasks[0].containerInstanceArn, instance);
  assert.equal((await send("ListTasks", { cluster: "demo", family: "web" })).taskArns.length, 3);
  const stopped = await send("StopTask", { cluster: "demo", task: arns[0], reason: "enough" });
  assert.equal(stopped.task.desiredStatus, "STOPPED");
  playground.advance(120_000);
  const [task] = (await send("DescribeTasks", { cluster: "demo", tasks: [arns[0]] })).tasks;
  assert.deepEqual([task.lastStatus, task.stopCode, task.stoppedReason], ["STOPPED", "UserInitiated", "enough"]);
});

test("services", async () => {
  const service = { cluster: "demo", service: "site" };
  await send("CreateService", { cluster: "demo", serviceName: "site", taskDefinition: "web", desiredCount: 2 });
  playground.runUntilSteady();
  const described = await send("DescribeServices", { cluster: "demo", services: ["site"] });
  assert.equal(described.services[0].runningCount, 2);
  assert.equal((await send("ListServices", { cluster: "demo" })).serviceArns.length, 1);
  const updated = await send("UpdateService", { ...service, desiredCount: 0 });
  assert.equal(updated.service.desiredCount, 0);
  const deleted = await send("DeleteService", { ...service, force: true });
  assert.equal(deleted.service.status, "DRAINING");
  await assert.rejects(send("UpdateService", { ...service, desiredCount: 1 }), ecs.ServiceNotActiveException);
  await assert.rejects(send("UpdateService", { cluster: "demo", service: "nobody" }), ecs.ServiceNotFoundException);
});

test("tags", async () => {
  const { cluster } = await send("CreateCluster", { clusterName: "tagged" });
  await send("TagResource", { resourceArn: cluster.clusterArn, tags: [{ key: "a", value: "1" }, { key: "b", value: "2" }] });
  await send("UntagResource", { resourceArn: cluster.clusterArn, tagKeys: ["a"] });
  assert.deepEqual((await send("ListTagsForResource", { resourceArn: cluster.clusterArn })).tags, [{ key: "b", value: "2" }]);
});
