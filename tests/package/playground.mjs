// The built package, and the AWS SDK's client talking to it instead of to AWS.
import { Readable } from "node:stream";
import { ECSClient } from "@aws-sdk/client-ecs";
import { Playground, PlaygroundError } from "../../dist/npm/index.js";

export { Playground, PlaygroundError };

/** A client whose requests a playground answers, through the JSON 1.1 protocol and nothing else. */
export function clientOf(playground) {
  const requestHandler = {
    async handle(request) {
      const body = request.body === undefined ? "" : Buffer.from(request.body).toString("utf8");
      const answer = playground.handle({ target: request.headers["x-amz-target"], body });
      const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]));
      return { response: { statusCode: answer.status, headers, body: Readable.from([Buffer.from(answer.body)]) } };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
  return new ECSClient({
    region: "us-east-1",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
    maxAttempts: 1,
    requestHandler,
  });
}

/** A world with a cluster `demo`, three container instances that are up, and the family `web`. */
export async function furnished() {
  const playground = await Playground.create({ seed: 7 });
  playground.call("ecs", "CreateCluster", { clusterName: "demo" });
  playground.call("playground", "LaunchInstances", { cluster: "demo", instanceType: "m5.large", count: 3 });
  playground.advance(180_000);
  playground.call("ecs", "RegisterTaskDefinition", {
    family: "web",
    containerDefinitions: [{ name: "app", image: "nginx:1.27", memory: 256, cpu: 128 }],
  });
  return playground;
}
