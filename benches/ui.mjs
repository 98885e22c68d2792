// How smoothly the built page draws: node benches/ui.mjs [folder of the page]
// Frame times as a person sees them, and how long each frame kept the main thread, with 1,000 container instances and
// 10,000 tasks at 10× speed, and with 200 tasks as blocks. Goal: 60 frames a second, so that a frame may keep the main
// thread for 16 ms at most; where there is no GPU, the first figure also has the time in which the picture is painted.
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

/** Notes every frame from the first on: stands before the page's own callbacks, as it asked first. */
function noteFrames() {
  const { port1, port2 } = new MessageChannel();
  let began = 0;
  globalThis.noted = { at: [], busy: [] };
  // A message is heard when script, style, layout and paint of the frame are done.
  port1.onmessage = () => globalThis.noted.busy.push(performance.now() - began);
  const onFrame = (now) => {
    requestAnimationFrame(onFrame);
    began = performance.now();
    globalThis.noted.at.push(now);
    port2.postMessage(null);
  };
  requestAnimationFrame(onFrame);
}

/** Milliseconds between frames, and milliseconds that each kept the main thread, for so many seconds. */
async function watchFrames(seconds) {
  globalThis.noted.at.length = globalThis.noted.busy.length = 0;
  await new Promise((done) => setTimeout(done, seconds * 1000));
  const { at, busy } = globalThis.noted;
  return { gaps: at.slice(1).map((now, place) => now - at[place]), busy: [...busy] };
}

async function measure(browser, url, one) {
  const context = await browser.newContext({ viewport: WIDE, locale: "en-US", timezoneId: "UTC" });
  const page = await context.newPage();
  await page.addInitScript(noteFrames);
  await furnish(page, url, one);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Performance.enable");
  const metrics = async () => {
    const answer = await devtools.send("Performance.getMetrics");
    return Object.fromEntries(answer.metrics.map(({ name, value }) => [name, value]));
  };
  const before = await metrics();
  const { gaps, busy } = await page.evaluate(watchFrames, SECONDS);
  const after = await metrics();
  const spent = (name) => ((after[name] - before[name]) * 1000) / gaps.length;
  await context.close();
  return { gaps, busy, spent, nodes: after.Nodes };
}

const ms = (value) => `${value.toFixed(1)} ms`;

/** The middle, and what one frame in twenty and in a hundred passes. */
function quantiles(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => ms(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]);
  return `p50 ${at(0.5)}, p95 ${at(0.95)}, p99 ${at(0.99)}`;
}

const { server, url } = await serve(process.argv[2] ?? "dist");
const browser = await chromium.launch(launchOptions);
const only = process.env.ONLY;
for (const one of CASES.filter(({ name }) => !only || name.includes(only))) {
  const { gaps, busy, spent, nodes } = await measure(browser, url, one);
  const dropped = gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / FRAME) - 1), 0);
  console.log(one.name);
  console.log(
    `  from frame to frame: ${quantiles(gaps)}; ${(gaps.length / SECONDS).toFixed(1)} a second, ` +
      `${dropped} of ${gaps.length + dropped} dropped`,
  );
  console.log(`  main thread, each frame: ${quantiles(busy)}`);
  console.log(
    `  of that on average: script ${ms(spent("ScriptDuration"))}, style ${ms(spent("RecalcStyleDuration"))}, ` +
      `layout ${ms(spent("LayoutDuration"))}; all tasks of the main thread ${ms(spent("TaskDuration"))}; ${nodes} nodes`,
  );
}
await browser.close();
server.close();
