// Every check of the repository, in order, ending with one line that counts them: node .ci/test.mjs [name…]
// Names choose some of the steps below. A step that is no test runner counts as one check.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";

const RUNNER = { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: "wasm-bindgen-test-runner" };
const hasPackageTests = existsSync("tests/package") && readdirSync("tests/package").some((name) => name.endsWith(".test.mjs"));

const STEPS = [
  { name: "format", run: "cargo fmt --check" },
  { name: "clippy-page", run: "cargo clippy --all-targets -- -D warnings" },
  { name: "clippy-model", run: "cargo clippy --all-targets --no-default-features -- -D warnings" },
  { name: "native", run: "cargo test --no-fail-fast" },
  {
    name: "wasm",
    run: "cargo test --target wasm32-unknown-unknown --no-default-features --test wasm",
    env: RUNNER,
  },
  { name: "editor", run: "node --test --test-reporter=spec tests/editor/*.test.mjs" },
  { name: "build", run: "make build" },
  { name: "browser", run: "playwright test --config tests/browser/playwright.config.mjs" },
  // Here as soon as there is a package to test.
  ...(hasPackageTests
    ? [
        { name: "package", run: "make package" },
        { name: "node", run: "node --test --test-reporter=spec tests/package/*.test.mjs" },
      ]
    : []),
];

// The closing lines of cargo test and wasm-bindgen-test-runner, of Playwright and of node --test.
const COUNTS = {
  passed: [/^test result: .*?(\d+) passed/gm, /^ {2}(\d+) passed \(/gm, /^ℹ pass (\d+)/gm],
  failed: [/^test result: .*? (\d+) failed/gm, /^ {2}(\d+) failed$/gm, /^ℹ fail (\d+)/gm],
};

/** Runs one step, letting its output through; resolves to what it counted. */
function runStep({ name, run, env }) {
  console.log(`\n\x1b[1m==> ${name}: ${run}\x1b[0m`);
  const started = Date.now();
  return new Promise((done) => {
    // Colours would hide the closing lines from the patterns above.
    const child = spawn("sh", ["-c", run], { env: { ...process.env, ...env, CARGO_TERM_COLOR: "never", FORCE_COLOR: "0" } });
    const output = [];
    child.stdout.on("data", (chunk) => (output.push(chunk), process.stdout.write(chunk)));
    child.stderr.on("data", (chunk) => process.stderr.write(chunk));
    child.on("close", (status) => {
      const seconds = Math.round((Date.now() - started) / 1000);
      done({ name, seconds, ok: status === 0, ...count(Buffer.concat(output).toString(), status === 0) });
    });
  });
}

/** Tests as the runner counted them; a step without such a count, or failing beside its tests, is one check itself. */
function count(text, ok) {
  const sum = (patterns) => patterns.flatMap((pattern) => [...text.matchAll(pattern)]).reduce((total, match) => total + Number(match[1]), 0);
  const counted = COUNTS.passed.some((pattern) => text.search(pattern) >= 0);
  const passed = sum(COUNTS.passed) + (ok && !counted ? 1 : 0);
  const failed = sum(COUNTS.failed);
  return { passed, failed: !ok && failed === 0 ? 1 : failed };
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`No step ${unknown.join(", ")}. There are: ${STEPS.map((step) => step.name).join(", ")}`);
  process.exit(2);
}

const results = [];
for (const step of STEPS) {
  if (wanted.length === 0 || wanted.includes(step.name)) results.push(await runStep(step));
}

console.log("");
for (const { name, ok, passed, failed, seconds } of results) {
  console.log(`${ok ? "ok    " : "FAILED"} ${name.padEnd(14)} ${passed} passed, ${failed} failed, ${seconds} s`);
}
const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
console.log(`${total("passed")} passed, ${total("failed")} failed`);
process.exitCode = results.every((result) => result.ok) ? 0 : 1;
