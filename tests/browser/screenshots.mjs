// Pictures of the built page: node tests/browser/screenshots.mjs [--readme] [--only name] [folder]
// Without --readme every state is pictured in every width, light and dark, for people to look at; with it the two of the README.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { launchOptions } from "./chromium.mjs";
import { serve } from "./serve.mjs";
import { STATES, WIDTHS, give, isPhone, pause } from "./states.mjs";

const { values, positionals } = parseArgs({
  options: { readme: { type: "boolean" }, only: { type: "string" } },
  allowPositionals: true,
});
const folder = positionals[0] ?? (values.readme ? "docs/screenshots" : "screenshots");

/** The README's: an instance is lost while a new revision rolls out, and a task of it is inspected. */
async function readme(page) {
  const container = { name: "app", image: "nginx:1.28", cpu: 256, memory: 512, essential: true };
  const container2 = JSON.stringify([{ ...container, healthCheck: { command: ["CMD-SHELL", "curl -f http://localhost/"], interval: 10 } }]);
  await give(
    page,
    `aws ecs register-task-definition --family web --network-mode bridge --container-definitions '${container2}'`,
    "aws ecs update-service --cluster demo --service web --task-definition web:2",
    "playground run-until +18s",
  );
  await page.keyboard.press("Shift+K");
  await give(page, "playground run-until +4s");
  if (!isPhone(page)) {
    const ofNew = page.locator("article.inst:not(.lost) [data-walk][data-task][aria-label^='web:2']");
    await ofNew.first().click();
  }
  await page.mouse.move(2, 2);
}

const README = [
  { name: "wide-light", width: "wide", colorScheme: "light", state: readme },
  { name: "phone-light", width: "phone", colorScheme: "light", state: readme },
];

function* all() {
  for (const width of Object.keys(WIDTHS)) {
    for (const colorScheme of ["light", "dark"]) {
      for (const [state, run] of Object.entries(STATES)) {
        yield { name: `${state}-${width}-${colorScheme}`, width, colorScheme, state: run };
      }
    }
  }
}

await mkdir(folder, { recursive: true });
const { server, url } = await serve("dist");
const browser = await chromium.launch(launchOptions);
let failures = 0;
for (const { name, width, colorScheme, state } of values.readme ? README : all()) {
  if (values.only && !name.includes(values.only)) continue;
  const look = { ...WIDTHS[width], colorScheme, locale: "en-US", timezoneId: "UTC", reducedMotion: "reduce" };
  const context = await browser.newContext(look);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  try {
    await page.goto(url);
    await page.locator(".app[data-whole]").waitFor();
    await pause(page);
    await state(page);
    await page.waitForTimeout(400);
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path });
    console.log(path);
  } catch (error) {
    failures += 1;
    console.error(`${name}: ${error.message.split("\n")[0]}`);
  }
  await context.close();
}
await browser.close();
server.close();
process.exitCode = failures > 0 ? 1 : 0;
