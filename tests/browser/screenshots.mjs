// Regenerates the README's pictures from the built page: node tests/browser/screenshots.mjs [folder]
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { PHONE, WIDE, launchOptions } from "./chromium.mjs";
import { serve } from "./serve.mjs";

const PICTURES = [
  { name: "wide-light", viewport: WIDE, colorScheme: "light" },
  { name: "phone-light", viewport: PHONE, colorScheme: "light", isMobile: true, hasTouch: true },
];

const DEPLOYMENT = ["aws ecs update-service --cluster demo --service web --force-new-deployment", "playground run-until +40s"];

/** Something to look at: an instance is lost while a deployment rolls, and a task is inspected. */
async function enliven(page, isMobile) {
  await page.keyboard.press("Space");
  await page.keyboard.press("`");
  for (const line of DEPLOYMENT) await type(page, line);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+K");
  await page.keyboard.press("`");
  await type(page, "playground run-until +10s");
  await page.keyboard.press("Escape");
  await page.keyboard.press("t");
  if (!isMobile) await page.locator("article.inst:not(.lost) [data-walk][data-task]").first().click();
  await page.mouse.move(2, 2);
}

async function type(page, line) {
  await page.keyboard.type(line);
  await page.keyboard.press("Enter");
}

const folder = process.argv[2] ?? "docs/screenshots";
await mkdir(folder, { recursive: true });
const { server, url } = await serve("dist");
const browser = await chromium.launch(launchOptions);
for (const { name, ...look } of PICTURES) {
  const context = await browser.newContext({ ...look, locale: "en-US", timezoneId: "UTC", reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole("main").waitFor();
  await enliven(page, look.isMobile);
  await page.waitForTimeout(500);
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path });
  console.log(path);
  await context.close();
}
await browser.close();
server.close();
