// The package's own interface.
import assert from "node:assert/strict";
import { test } from "node:test";
import { furnished, Playground, PlaygroundError } from "./playground.mjs";

test("a line prints what the AWS CLI prints", async () => {
  const p = await Playground.create();
  const { stdout, stderr, exitCode } = p.run("aws ecs create-cluster --cluster-name demo --query cluster.clusterArn");
  assert.equal(stdout, '"arn:aws:ecs:us-east-1:123456789012:cluster/demo"\n');
  assert.equal(stderr, "");
  assert.equal(exitCode, 0);
  const refused = p.run("aws ecs delete-cluster --cluster nowhere");
  assert.equal(refused.exitCode, 254);
  assert.match(refused.stderr, /ClusterNotFoundException/);
  p.free();
});

test("a refused call throws the exception", async () => {
  const p = await Playground.create();
  assert.throws(
    () => p.call("ecs", "RunTask", { cluster: "nowhere", taskDefinition: "web" }),
    (error) => error instanceof PlaygroundError && error.name === "ClusterNotFoundException" && error.message === "Cluster not found.",
  );
  p.free();
});

test("options reach the world, and bad ones are refused", async () => {
  const p = await Playground.create({ region: "eu-west-1", accountId: "210987654321", start: "2030-02-03T04:05:06Z" });
  assert.equal(p.now.toISOString(), "2030-02-03T04:05:06.000Z");
  p.advance(1500);
  assert.equal(p.now.toISOString(), "2030-02-03T04:05:07.500Z");
  const { cluster } = p.call("ecs", "CreateCluster", { clusterName: "demo" });
  assert.equal(cluster.clusterArn, "arn:aws:ecs:eu-west-1:210987654321:cluster/demo");
  p.free();
  await assert.rejects(Playground.create({ start: "tomorrow" }), RangeError);
});

test("a service becomes steady, and its recording gives the same run", async () => {
  const p = await furnished();
  p.call("ecs", "CreateService", { cluster: "demo", serviceName: "web", taskDefinition: "web", desiredCount: 3 });
  assert.equal(p.runUntilSteady({ limitMs: 600_000 }), true);
  const [service] = p.call("ecs", "DescribeServices", { cluster: "demo", services: ["web"] }).services;
  assert.equal(service.runningCount, 3);
  assert.equal(service.events[0].message, "(service web) has reached a steady state.");
  assert.ok(p.events().length > p.events({ since: 10 }).length);
  const again = await Playground.replay(p.recording());
  assert.equal(again.fingerprint, p.fingerprint);
  assert.deepEqual(again.events(), p.events());
  p.free();
  again.free();
});

test("a recording that is none is refused with a sentence", async () => {
  await assert.rejects(Playground.replay({ version: 99 }), /format version 99/);
});

test("a link of the page gives its run", async () => {
  const scenario = await Playground.open("https://example.org/play/#scenario=rolling&at=200");
  assert.match(scenario.run("aws ecs list-services --cluster demo").stdout, /service\/demo\/web/);
  const { pack } = await import("../../dist/npm/link.js");
  const commands = [[0, "CreateCluster", { clusterName: "linked" }]];
  const p = await Playground.open(`#run=1.${await pack(JSON.stringify({ commands }))}&at=90`);
  assert.equal(p.now.toISOString(), "2026-01-05T10:01:30.000Z");
  assert.match(p.run("aws ecs list-clusters").stdout, /cluster\/linked/);
  await assert.rejects(Playground.open("https://example.org/"), /carries no run/);
  await assert.rejects(Playground.open("#run=9.abc"), /version 9/);
  await assert.rejects(Playground.open("#run=1.abc"), /damaged or cut off/);
  p.free();
  scenario.free();
});
