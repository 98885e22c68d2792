// How smoothly the built page draws: node benches/ui.mjs [folder of the page]
// Frame times as a person sees them, and what each frame cost the main thread, with 1,000 container instances and
// 10,000 tasks at 10× speed, and with 200 tasks as blocks. Goal: 60 frames a second.
import { chromium } from "@playwright/test";
import { WIDE, launchOptions } from "../tests/browser/chromium.mjs";
import { serve } from "../tests/browser/serve.mjs";

const SECONDS = Number(process.env.SECONDS ?? 8);
const FRAME = 1000 / 60;

const CASES = [
  {
    name: "1,000 instances, 10,000 tasks, 10×, some crash",
    scenario: "A thousand instances",
    lines: ["playground image set --image nginx:1.27 --then crash --exit-code 1 --mean-seconds 1200"],
  },
  {
    name: "the same, while a service of 500 is redeployed",
    scenario: "A thousand instances",
    lines: ["aws ecs update-service --cluster fleet --service web-01 --force-new-deployment"],
  },
  {
    name: "40 instances, 200 tasks as blocks, 10×, some crash",
    scenario: "Nothing yet",
    lines: [
      "aws ecs create-cluster --cluster-name c",
      "playground launch-instances --cluster c --instance-type m5.large --count 40 --ready",
      `aws ecs register-task-definition --family web --container-definitions '[{"name":"app","image":"nginx:1.27","cpu":256,"memory":512}]'`,
      "aws ecs create-service --cluster c --service-name web --task-definition web --desired-count 200",
      "playground run-until +3m",
      "playground image set --image nginx:1.27 --then crash --exit-code 1 --mean-seconds 300",
    ],
  },
];

/** Opens the case's world in a new page, at 10× and playing, with the events drawer open. */
async function furnish(page, url, { scenario, lines }) {
  await page.goto(url);
  await page.locator(".app[data-whole]").waitFor();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Scenarios" }).click();
  await page.getByRole("menuitemradio", { name: scenario }).click();
  await page.keyboard.press("`");
  for (const line of lines) {
    await page.keyboard.insertText(line);
    await page.keyboard.press("Enter");
  }
  await page.keyboard.press("Escape");
  await page.locator("body").click({ position: { x: 2, y: 2 } });
  await page.keyboard.press("t");
  await page.keyboard.press("3");
  // The clock plays again if it stood still.
  const play = page.getByRole("button", { name: "Play", exact: true });
  if (await play.isVisible()) await play.click();
  await page.waitForTimeout(1000);
}

/** Milliseconds between animation frames, for so many seconds. */
function watchFrames(seconds) {
  return new Promise((done) => {
    const gaps = [];
    let [before, end] = [performance.now(), performance.now() + seconds * 1000];
    const onFrame = (now) => {
      gaps.push(now - before);
      before = now;
      if (now < end) requestAnimationFrame(onFrame);
      else done(gaps.slice(1));
    };
    requestAnimationFrame(onFrame);
  });
}

async function measure(browser, url, one) {
  const context = await browser.newContext({ viewport: WIDE, locale: "en-US", timezoneId: "UTC" });
  const page = await context.newPage();
  await furnish(page, url, one);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable");
  const metrics = async () => {
    const answer = await devtools.send("Performance.getMetrics");
    return Object.fromEntries(answer.metrics.map(({ name, value }) => [name, value]));
  };
  const before = await metrics();
  const gaps = await page.evaluate(watchFrames, SECONDS);
  const after = await metrics();
  const spent = (name) => ((after[name] - before[name]) * 1000) / gaps.length;
  await context.close();
  return { gaps, spent, nodes: after.Nodes };
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

const { server, url } = await serve(process.argv[2] ?? "dist");
const browser = await chromium.launch(launchOptions);
const only = process.env.ONLY;
for (const one of CASES.filter(({ name }) => !only || name.includes(only))) {
  const { gaps, spent, nodes } = await measure(browser, url, one);
  const sorted = gaps.toSorted((a, b) => a - b);
  const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / FRAME) - 1), 0);
  const ms = (value) => `${value.toFixed(1)} ms`;
  console.log(one.name);
  console.log(
    `  frames: median ${ms(quantile(sorted, 0.5))}, p95 ${ms(quantile(sorted, 0.95))}, p99 ${ms(quantile(sorted, 0.99))}, ` +
      `${dropped} of ${gaps.length + dropped} dropped, ${(gaps.length / SECONDS).toFixed(1)} a second`,
  );
  console.log(
    `  each frame: script ${ms(spent("ScriptDuration"))}, style ${ms(spent("RecalcStyleDuration"))}, ` +
      `layout ${ms(spent("LayoutDuration"))}, all tasks ${ms(spent("TaskDuration"))}; ${nodes} nodes in the page`,
  );
}
await browser.close();
server.close();
