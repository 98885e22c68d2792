// What a program can check of the accessibility, in the main states, and a journey without a pointer.
import { expect, expectAccessible, expectAccessibleInBoth, open, test } from "./fixtures.mjs";
import { STATES, pause, phoneTab } from "./states.mjs";

test.use({ reducedMotion: "reduce" });

/** The states in which the whole page looks otherwise; what the inspector alone shows follows below. */
const WHOLE = ["steady", "broken", "stuck", "empty", "busy", "task", "terminal", "dialog"];
const ON_A_PHONE = ["task", "terminal", "dialog"];
const INSPECTED = Object.keys(STATES).filter((name) => !WHOLE.includes(name) && !["rolling", "keys"].includes(name));

for (const name of WHOLE) {
  test(`axe finds nothing: ${name}`, async ({ page, isMobile }) => {
    test.skip(isMobile && !ON_A_PHONE.includes(name), "the pages of a phone are below");
    await open(page);
    await pause(page);
    await STATES[name](page);
    await expectAccessibleInBoth(page);
  });
}

test("axe finds nothing in the inspector, whatever it shows", async ({ page, isMobile }) => {
  test.skip(isMobile, "the same within a sheet");
  test.slow();
  await open(page);
  await pause(page);
  for (const name of INSPECTED) {
    await test.step(name, async () => {
      await STATES[name](page);
      await expectAccessibleInBoth(page, { include: ".right" });
    });
  }
});

test("axe finds nothing on any page of a phone", async ({ page, isMobile }) => {
  test.skip(!isMobile, "a wide page shows all at once");
  await open(page);
  await pause(page);
  for (const name of ["Author", "Break", "Events", "Learn", "Stage"]) {
    await phoneTab(page, name);
    await expectAccessibleInBoth(page);
  }
});

test("at 200 % zoom nothing is cut off or lies under another", async ({ page, isMobile }) => {
  test.skip(isMobile, "zoom makes a wide page as narrow as this");
  // What zooming does: half as many CSS pixels.
  await page.setViewportSize({ width: 720, height: 450 });
  await open(page);
  const [inner, scroll] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
  expect(scroll).toBeLessThanOrEqual(inner);
  for (const name of [/^Kill a task/, /^Pause$/, /^Run until steady$/, /^web:1, task/]) {
    // A trial: it can be scrolled to, and nothing lies over it.
    await page.getByRole("button", { name }).first().click({ trial: true });
  }
  await expectAccessible(page);
});

test("whatever can be pressed is large enough", async ({ page, isMobile }) => {
  test.slow();
  await open(page);
  await pause(page);
  for (const name of ["steady", "task", "terminal"]) {
    await STATES[name](page);
    const small = await page.evaluate((least) => {
      // A link within a sentence may be as high as its line (WCAG 2.5.8, inline).
      const inText = ".lnk,.link,.term,.s.to,.ev button,.life button,.seen button,.say button,p button";
      const all = [...document.querySelectorAll("button,select,input,summary,[role=tab],[role=option]")];
      return all
        .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(inText) && !element.closest(".cm-editor"))
        // The stage's blocks are as large as what they stand for; the arrow keys and the list reach them too.
        .filter((element) => !element.closest("[data-stage]"))
        .map((element) => ({ name: element.getAttribute("aria-label") ?? element.textContent, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.height < least - 0.5 || box.width < 23.5))
        .map(({ name, box }) => `${name.trim().slice(0, 40)}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
    }, isMobile ? 44 : 22);
    expect(small, name).toEqual([]);
  }
});

test("without its colours the page still tells everything apart", async ({ page, isMobile }) => {
  test.skip(isMobile, "the same marks");
  await page.emulateMedia({ forcedColors: "active" });
  await open(page);
  await pause(page);
  await STATES.rolling(page);
  // A border is what forced colours leave of a block, a card and a button.
  const borders = await page.evaluate(() =>
    [".azs [data-task]>span", ".inst", ".btn:not(.quiet)"].map((selector) => {
      const style = getComputedStyle(document.querySelector(selector));
      return [selector, parseFloat(style.borderTopWidth) > 0 || parseFloat(style.outlineWidth) > 0];
    }),
  );
  expect(borders.filter(([, has]) => !has)).toEqual([]);
});

test("nothing moves for whom motion is too much", async ({ page, isMobile }) => {
  test.skip(isMobile, "the same styles");
  await open(page);
  await page.keyboard.press("k");
  const moving = await page.evaluate(() => document.getAnimations().filter((animation) => {
    const { duration } = animation.effect.getComputedTiming();
    return animation.playState === "running" && duration > 100;
  }).length);
  expect(moving).toBe(0);
});

test("what happens is spoken, sums at speed and failures at once", async ({ page }) => {
  await open(page);
  const polite = page.locator(".app > .sr > [role=status]");
  const urgent = page.locator(".app > .sr > [role=alert]");
  await expect(polite).toHaveCount(1);
  await expect(polite).toBeEmpty();
  await phoneTab(page, "Break");
  await page.getByRole("button", { name: "Kill a task" }).first().click();
  await expect(polite).toHaveText(/^\d+ (seconds?|minutes?): .*(1 stopped|1 started)/);
  await phoneTab(page, "Break");
  await page.getByRole("button", { name: /Cut an AZ/ }).first().click();
  await expect(urgent).toHaveText(/has no power\.$/);
});

test("each dialog", async ({ page, isMobile }) => {
  test.skip(isMobile, "the same dialogs");
  await open(page);
  const dialogs = [
    ["Help", "Keys"], ["Help", "What is modelled"], ["Help", "About"],
    ["Scenarios", "Import a run…"], ["Scenarios", "Reset everything…"],
    ["Add to the cluster", /^Service/], ["Add to the cluster", /^Task/],
    ["Add to the cluster", /^Container instances/], ["Add to the cluster", /^Cluster/],
    ["More faults", /^Change how an image behaves/],
  ];
  for (const [menu, item] of dialogs) {
    await page.getByRole("button", { name: menu, exact: true }).click();
    await page.getByRole("menuitem", { name: item, exact: typeof item === "string" }).click();
    await expect(page.getByRole("dialog"), `${menu}, ${item}`).toBeVisible();
    await expectAccessible(page, { include: "dialog" });
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  }
});

test("the whole job without a pointer", async ({ page, isMobile }) => {
  test.skip(isMobile, "a phone has no keyboard");
  await open(page);
  const focused = (name) => page.evaluate((name) => document.activeElement.closest(name) !== null, name);

  await test.step("F6 goes from region to region and round", async () => {
    const regions = [".top", ".left", ".stage .walk", ".faults", ".drawer", ".time"];
    for (const region of regions) {
      await page.keyboard.press("F6");
      await expect.poll(() => focused(region), region).toBe(true);
    }
    await page.keyboard.press("Shift+F6");
    await expect.poll(() => focused(".drawer")).toBe(true);
  });

  await test.step("arrows walk the stage, Enter inspects, Escape closes", async () => {
    await page.keyboard.press("Shift+F6");
    await page.keyboard.press("Shift+F6");
    const name = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    await expect.poll(name).toMatch(/^web:1, task/);
    const first = await name();
    await page.keyboard.press("ArrowRight");
    const second = await name();
    expect(second).toMatch(/^web:1, task/);
    expect(second).not.toBe(first);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("complementary", { name: "Inspector" })).toContainText(second.match(/task (\w+)/)[1]);
    await page.keyboard.press("w");
    await expect(page.getByRole("tab", { name: "Why here" })).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("complementary", { name: "Inspector" })).toBeHidden();
  });

  await test.step("Space stops the clock, K kills, ? lists the keys", async () => {
    await page.keyboard.press("Space");
    await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
    await page.keyboard.press("k");
    await expect(page.locator(".say")).not.toContainText("Everything is steady");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keys" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();
  });
});
