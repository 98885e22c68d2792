// The package: one thin layer over the model. Texts cross the border as JSON, so there is nothing to free
// but the playground itself.
import initialise, { Core } from "./ecs_playground.js";
import { unpack } from "./link.js";

let ready;

/** Loads the wasm once: Node.js reads it from disk, a browser fetches it. */
function load() {
  ready ??= (async () => {
    const address = new URL("./ecs_playground_bg.wasm", import.meta.url);
    if (address.protocol === "file:") {
      const { readFile } = await import("node:fs/promises");
      await initialise({ module_or_path: await readFile(address) });
    } else {
      await initialise({ module_or_path: address });
    }
  })();
  return ready;
}

/** An exception of the API, or of the playground's own commands. */
export class PlaygroundError extends Error {
  constructor({ name, message, resourceIds }) {
    super(message);
    this.name = name;
    if (resourceIds?.length) this.resourceIds = resourceIds;
  }
}

export class Playground {
  #core;

  constructor(core) {
    this.#core = core;
  }

  /** A new world. `seed`: whole number; `start`: ISO time at which its clock begins. */
  static async create({ seed, region, accountId, start } = {}) {
    await load();
    const config = { seed, region, accountId };
    if (start !== undefined) config.startEpochMillis = Date.parse(start);
    if (Number.isNaN(config.startEpochMillis)) throw new RangeError(`start is not an ISO time: ${start}`);
    return new Playground(new Core(JSON.stringify(config)));
  }

  /** The run of a recording, had again. */
  static async replay(recording) {
    await load();
    const text = typeof recording === "string" ? recording : JSON.stringify(recording);
    return new Playground(Core.replay(text));
  }

  /** The run that a link of the page carries, up to the moment that it opens at. */
  static async open(link) {
    await load();
    const hash = link.slice(link.indexOf("#"));
    const run = new URLSearchParams(hash.slice(1)).get("run") ?? "";
    // What another version packed is refused without being unpacked.
    const packed = run.startsWith("1.") ? run.slice(2) : "";
    return new Playground(Core.open(hash, packed ? await unpack(packed, Core.mostUnpacked()) : ""));
  }

  /** `call("ecs", "RunTask", {...})` gives the response or throws a PlaygroundError. */
  call(service, action, request = {}) {
    const answer = JSON.parse(this.#core.call(service, action, JSON.stringify(request)));
    if (answer.error) throw new PlaygroundError(answer.error);
    return answer.ok;
  }

  /** One request of the JSON 1.1 protocol. */
  handle({ target, body }) {
    return JSON.parse(this.#core.handle(target, body));
  }

  /** An `aws ecs` or `playground` line. */
  run(line) {
    return JSON.parse(this.#core.run(line));
  }

  /** Lets simulated time pass. */
  advance(milliseconds) {
    this.#core.advance(milliseconds);
  }

  /** Lets time pass until all services are steady; false if the limit came first. */
  runUntilSteady({ limitMs = 3_600_000 } = {}) {
    return this.#core.runUntilSteady(limitMs);
  }

  /** The moment on the run's own clock. */
  get now() {
    return new Date(this.#core.now());
  }

  /** Everything that happened, from that position of the log on. */
  events({ since = 0 } = {}) {
    return JSON.parse(this.#core.events(since));
  }

  /** The same for two runs with the same events at the same times. */
  get fingerprint() {
    return this.#core.fingerprint();
  }

  /** Seed and timed commands: all that is needed to have the run again. */
  recording() {
    return JSON.parse(this.#core.recording());
  }

  /** Gives the memory back. The playground cannot be used afterwards. */
  free() {
    this.#core.free();
  }
}
