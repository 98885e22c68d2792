import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { defineConfig } from "@playwright/test";
import { PHONE, WIDE, launchOptions } from "./chromium.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A free port, chosen once: the workers load this file again and must agree with the first. */
async function freePort() {
  const probe = createServer();
  await new Promise((listening) => probe.listen(0, "127.0.0.1", listening));
  const { port } = probe.address();
  await new Promise((closed) => probe.close(closed));
  return port;
}

process.env.PAGE_PORT ??= String(await freePort());
const baseURL = `http://127.0.0.1:${process.env.PAGE_PORT}/`;

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.mjs",
  outputDir: "../../test-results",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  // A machine that builds and tests at once can starve a page of its frames: what fails twice is wrong.
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: { baseURL, launchOptions, locale: "en-US", timezoneId: "UTC", trace: "retain-on-failure" },
  projects: [
    { name: "wide", use: { viewport: WIDE } },
    { name: "phone", use: { viewport: PHONE, hasTouch: true, isMobile: true } },
  ],
  webServer: {
    command: `node tests/browser/serve.mjs dist --port ${process.env.PAGE_PORT}`,
    cwd: root,
    url: baseURL,
    reuseExistingServer: false,
  },
});
