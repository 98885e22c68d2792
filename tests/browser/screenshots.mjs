// Regenerates the README's pictures from the built page: node tests/browser/screenshots.mjs [folder]
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { PHONE, WIDE, launchOptions } from "./chromium.mjs";
import { serve } from "./serve.mjs";

const PICTURES = [
  { name: "wide-light", viewport: WIDE, colorScheme: "light" },
  { name: "wide-dark", viewport: WIDE, colorScheme: "dark" },
  { name: "phone-light", viewport: PHONE, colorScheme: "light", isMobile: true, hasTouch: true },
];

const folder = process.argv[2] ?? "docs/screenshots";
await mkdir(folder, { recursive: true });
const { server, url } = await serve("dist");
const browser = await chromium.launch(launchOptions);
for (const { name, ...look } of PICTURES) {
  const context = await browser.newContext({ ...look, locale: "en-US", timezoneId: "UTC", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole("main").waitFor();
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  console.log(path);
  await context.close();
}
await browser.close();
server.close();
