// The stage with few and with thousands of container instances.
import { expect, expectAccessible, open, test } from "./fixtures.mjs";

/** Types lines into the terminal of a world that holds nothing yet. */
async function world(page, isMobile, lines) {
  await open(page);
  if (isMobile) {
    await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name: "Learn" }).tap();
    await page.getByRole("button", { name: /^Nothing yet/ }).tap();
    await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name: "Events" }).tap();
    await page.getByRole("tab", { name: "Terminal" }).tap();
  } else {
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Scenarios" }).click();
    await page.getByRole("menuitemradio", { name: "Nothing yet" }).click();
    await page.keyboard.press("`");
  }
  const prompt = page.getByRole("tabpanel", { name: "Terminal" }).locator("textarea");
  await prompt.focus();
  for (const line of lines) {
    await page.keyboard.insertText(line);
    await page.keyboard.press("Enter");
  }
  await page.keyboard.press("Escape");
  if (isMobile) {
    await page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name: "Stage" }).tap();
  }
}

const WEB = `aws ecs register-task-definition --family web --container-definitions '[{"name":"app","image":"nginx:1.27","cpu":256,"memory":512,"portMappings":[{"containerPort":80,"hostPort":0}]}]'`;

const instances = (count, tasks) => [
  "aws ecs create-cluster --cluster-name c",
  `playground launch-instances --cluster c --instance-type m5.large --count ${count} --ready`,
  WEB,
  `aws ecs create-service --cluster c --service-name web --task-definition web --desired-count ${tasks}`,
  "playground run-until +2m",
];

const map = (page) => page.getByRole("application", { name: /container instances?\./ });
const foot = (page) => page.locator(".crowd-foot p");

/** How many different colours the canvas shows. */
const shades = (page) => page.locator(".crowd canvas").evaluate((canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] === 255) seen.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
  }
  return seen.size;
});

test("5,000 instances: zoom, walk, find, break, and the same as a table", async ({ page, isMobile }) => {
  await world(page, isMobile, instances(5000, 300));
  await expect(map(page)).toBeVisible();
  await expect.poll(() => shades(page)).toBeGreaterThan(1);

  await test.step("the keyboard walks and says where it is", async () => {
    await map(page).focus();
    await page.keyboard.press("ArrowRight");
    await expect(foot(page)).toContainText(/^i-[0-9a-f]+, m5\.large in us-east-1a, ACTIVE, CPU/);
    const first = await foot(page).textContent();
    await page.keyboard.press("ArrowRight");
    await expect(foot(page)).not.toHaveText(first);
  });

  await test.step("Enter inspects, and the faults of an instance are at hand", async () => {
    const id = (await foot(page).textContent()).split(",")[0];
    await page.keyboard.press("Enter");
    const inspector = page.getByRole("complementary", { name: "Inspector" });
    await expect(inspector).toContainText(id);
    await inspector.getByRole("button", { name: "Close the inspector" }).click();
    await map(page).dispatchEvent("contextmenu", { bubbles: true, clientX: 200, clientY: 300 });
    await page.getByRole("menuitem", { name: "Terminate" }).click();
    await expect(foot(page)).toContainText("lost");
  });

  await test.step("it zooms into cards and back", async () => {
    const zoomIn = page.getByRole("button", { name: "Zoom in" });
    for (let step = 0; step < 20 && (await zoomIn.isEnabled()); step += 1) await zoomIn.click();
    await expect(page.locator(".azs article.inst").first()).toBeVisible();
    expect(await page.locator(".azs article.inst").count()).toBeLessThanOrEqual(60);
    await page.getByRole("button", { name: "Later" }).click();
    await expect(page.getByText("21–40 of each zone")).toBeVisible();
    await page.getByRole("button", { name: "All", exact: true }).click();
    await expect(page.getByText("5000 in view")).toBeVisible();
  });

  await test.step("what is searched for is counted and gone to", async () => {
    const search = page.getByRole("searchbox", { name: "Find an instance or task" });
    await search.fill("us-east-1c web:1");
    await expect(page.getByText("100 matches")).toBeVisible();
    await search.press("Enter");
    await expect(foot(page)).toContainText("us-east-1c");
  });

  await test.step("as a table it says the same", async () => {
    await page.getByRole("button", { name: "Show as table" }).click();
    await expect(page.getByText("1–50 of 100")).toBeVisible();
    await page.getByRole("row").nth(1).getByRole("button").click();
    await expect(page.getByRole("complementary", { name: "Inspector" })).toBeVisible();
    await expectAccessible(page);
  });
});

test("400 instances show their tasks, and the wheel zooms", async ({ page, isMobile }) => {
  test.skip(isMobile, "a phone has no wheel");
  await world(page, isMobile, instances(400, 900));
  await expect.poll(() => shades(page)).toBeGreaterThan(1);
  const before = await page.getByText(/in view$/).textContent();
  await map(page).hover();
  await page.keyboard.down("Control");
  await page.mouse.wheel(0, -120);
  await page.keyboard.up("Control");
  await expect(page.getByText(before, { exact: true })).toBeHidden();
  expect(await page.evaluate(() => window.visualViewport.scale)).toBe(1);
});

test("two fingers zoom, not the page", async ({ page, isMobile }) => {
  test.skip(!isMobile, "needs fingers");
  await world(page, isMobile, instances(400, 100));
  const before = await page.getByText(/in view$/).textContent();
  const box = await map(page).boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + 120];
  const touch = await page.context().newCDPSession(page);
  const fingers = (type, apart) =>
    touch.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: apart === null ? [] : [{ x: x - apart, y, id: 0 }, { x: x + apart, y, id: 1 }],
    });
  await fingers("touchStart", 20);
  for (const apart of [30, 40, 55, 70, 90]) await fingers("touchMove", apart);
  await fingers("touchEnd", null);
  await expect(page.getByText(before, { exact: true })).toBeHidden();
  expect(await page.evaluate(() => window.visualViewport.scale)).toBe(1);
});

test("colours by service, and ports on demand", async ({ page, isMobile }) => {
  await open(page);
  const first = page.locator(".azs [data-walk][data-task]").first();
  await expect(first).toHaveClass(/c-blue/);
  const choose = async (name) => {
    await page.getByRole("button", { name: "What the stage shows" }).click();
    await page.getByRole("menuitemradio", { name }).click();
  };
  await choose("Ports and network interfaces");
  await expect(first).toHaveAccessibleName(/:\d{5}/);
  await expect(page.locator("article.inst").first()).toContainText(/ports \d/);
  await choose("Colour by service");
  await page.getByRole("button", { name: "What the stage shows" }).click();
  await expect(page.getByRole("menuitemradio", { name: "Colour by service" })).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Escape");
  if (!isMobile) await expectAccessible(page);
});
