// The runs of benches/run.rs in wasm, in Node.js and in Chromium: node benches/wasm.mjs [package directory]
import { readFile } from "node:fs/promises";
import { extname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "@playwright/test";
import { launchOptions } from "../tests/browser/chromium.mjs";
import { runAll } from "./runs.mjs";

const directory = resolve(process.argv[2] ?? "dist/npm");
const CONTENT_TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };
const ORIGIN = "http://bench.test";

async function inNode() {
  const { Playground } = await import(pathToFileURL(`${directory}/index.js`));
  return runAll(Playground);
}

/** An empty page that finds the package below `/npm/`, answered from the disk. */
async function inChromium() {
  const browser = await chromium.launch(launchOptions);
  const page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/") return route.fulfill({ contentType: "text/html", body: "<!doctype html>" });
    const file = pathname.startsWith("/npm/") ? join(directory, pathname.slice("/npm/".length)) : join(fileURLToPath(new URL(".", import.meta.url)), pathname);
    return route.fulfill({ contentType: CONTENT_TYPES[extname(file)], body: await readFile(file) });
  });
  await page.goto(`${ORIGIN}/`);
  const lines = await page.evaluate(async () => {
    const [{ Playground }, { runAll }] = await Promise.all([import("/npm/index.js"), import("/runs.mjs")]);
    return runAll(Playground);
  });
  await browser.close();
  return lines;
}

for (const [where, run] of [["Node.js", inNode], ["Chromium", inChromium]]) {
  for (const line of await run()) console.log(`${where}: ${line}`);
}
