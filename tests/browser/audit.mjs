// Lighthouse on the built page, wide and phone, on a first visit and on a later one: node tests/browser/audit.mjs
// [dist]. Fails under 95 in any category.
// With `--report folder` the full reports are written there as HTML.
import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import lighthouse, { desktopConfig, generateReport } from "lighthouse";
import { launchOptions } from "./chromium.mjs";
import { serve } from "./serve.mjs";

const LEAST = 95;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const VISITS = [
  ["wide", desktopConfig, true],
  ["phone", undefined, true],
  ["phone, on a later visit", undefined, false],
];
// What Lighthouse clears by itself. It leaves what the page keeps of a visit.
const CLEARED = ["file_systems", "shader_cache", "service_workers", "cache_storage"];
const { values, positionals } = parseArgs({ options: { report: { type: "string" } }, allowPositionals: true });

/** A port that nobody uses now. */
async function freePort() {
  const probe = createServer();
  await new Promise((listening) => probe.listen(0, "127.0.0.1", listening));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}

const { server, url } = await serve(positionals[0] ?? "dist");
const port = await freePort();
const browser = await chromium.launch({
  ...launchOptions,
  args: [...launchOptions.args, `--remote-debugging-port=${port}`],
});
let failed = false;
try {
  for (const [name, config, isFirst] of VISITS) {
    const result = await middle(config, isFirst);
    failed = print(name, result.lhr) || failed;
    if (values.report) {
      await mkdir(values.report, { recursive: true });
      await writeFile(join(values.report, `${name}.html`), generateReport(result.lhr, "html"));
    }
  }
} finally {
  await browser.close();
  server.close();
}
process.exitCode = failed ? 1 : 0;

/** The middle one of three runs by performance: a single one says as much of the machine as of the page. */
async function middle(config, isFirst) {
  const results = [];
  const clearStorageTypes = isFirst ? [...CLEARED, "local_storage"] : CLEARED;
  for (let run = 0; run < 3; run += 1) {
    const flags = { port, onlyCategories: CATEGORIES, clearStorageTypes, logLevel: "error" };
    const result = await lighthouse(url, flags, config);
    if (result.lhr.runtimeError) throw new Error(result.lhr.runtimeError.message);
    results.push(result);
  }
  const performance = ({ lhr }) => lhr.categories.performance.score;
  return results.sort((one, other) => performance(one) - performance(other))[1];
}

/** One line a category, and below it what costs points. True if a category is under the limit. */
function print(name, lhr) {
  console.log(`\n${name}`);
  let under = false;
  for (const id of CATEGORIES) {
    const { title, score, auditRefs } = lhr.categories[id];
    const points = Math.round(score * 100);
    under ||= points < LEAST;
    console.log(`${String(points).padStart(5)}  ${title}${points < LEAST ? `  UNDER ${LEAST}` : ""}`);
    for (const { id: audit, weight } of auditRefs) {
      const { score: part, title: what, displayValue } = lhr.audits[audit];
      if (weight > 0 && part !== null && part < 0.9) console.log(`         ${what}${displayValue ? `: ${displayValue}` : ""}`);
    }
  }
  return under;
}
