/** What a new world can be told. */
export interface Options {
  /** Whole number that chance is drawn from. Default 7. */
  seed?: number;
  /** Default `us-east-1`. */
  region?: string;
  /** Twelve digits. Default `123456789012`. */
  accountId?: string;
  /** ISO time at which the run's clock begins. Default `2026-01-05T10:00:00Z`. */
  start?: string;
}

export interface Recording {
  version: number;
  config: { seed: number; region: string; accountId: string; startEpochMillis: number };
  commands: { at: number; service: string; operation: string; request: unknown }[];
  /** Milliseconds since the run began. */
  until: number;
}

export interface LoggedEvent {
  seq: number;
  /** Milliseconds since the run began. */
  at: number;
  /** Position of the event that led to this one. */
  cause: number | null;
  event: unknown;
}

export interface WireResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface Output {
  stdout: string;
  stderr: string;
  exitCode: number;
}

/** An exception of the API; `name` is the exception's. */
export class PlaygroundError extends Error {
  resourceIds?: string[];
}

/** A model of Amazon ECS: clusters, services, tasks and the time they live in. */
export class Playground {
  private constructor(core: unknown);
  static create(options?: Options): Promise<Playground>;
  static replay(recording: Recording | string): Promise<Playground>;
  /** The run that a link of the page carries, up to the moment that it opens at. */
  static open(link: string): Promise<Playground>;
  /** `service` is `ecs` or `playground`; throws a PlaygroundError if the command is refused. */
  call(service: "ecs" | "playground", action: string, request?: object): any;
  /** `target` is the `X-Amz-Target` value, such as `AmazonEC2ContainerServiceV20141113.RunTask`. */
  handle(request: { target: string; body: string }): WireResponse;
  run(line: string): Output;
  advance(milliseconds: number): void;
  runUntilSteady(options?: { limitMs?: number }): boolean;
  readonly now: Date;
  events(options?: { since?: number }): LoggedEvent[];
  readonly fingerprint: string;
  recording(): Recording;
  free(): void;
}
