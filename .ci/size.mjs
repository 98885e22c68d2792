// What a visit downloads, compressed, against the budgets: node .ci/size.mjs [dist]
// The first load is the page itself, every file it names, and what those import. What is fetched once the first look is
// on the screen (the rest of the wasm, the editor) is told apart.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const KB = 1000;
const BUDGETS = { "first load": 600 * KB, editor: 200 * KB, links: 2 * KB, "embed loader": 4 * KB };

const dist = process.argv[2] ?? "dist";
const page = readFileSync(join(dist, "index.html"), "utf8");
const named = [...page.matchAll(/(?:href|src)="?([^"\s>]+)/g)].map((match) => match[1]).filter((name) => !name.includes(":"));
const files = readdirSync(dist);
const groups = {
  "first load": ["index.html", ...new Set(named.map((name) => name.replace(/^\.\//, ""))), ...files.filter((name) => name.endsWith("-loader.js"))],
  "rest of the wasm": files.filter((name) => name.endsWith("-split_later.wasm")),
  editor: ["editor.js"].filter((name) => existsSync(join(dist, name))),
  links: ["link.js"],
  "embed loader": ["embed.js"],
};

const kb = (bytes) => `${(bytes / KB).toFixed(1)} kB`.padStart(10);
let over = false;
for (const [group, names] of Object.entries(groups)) {
  if (names.length === 0) continue;
  let total = 0;
  for (const name of names) {
    const bytes = readFileSync(join(dist, name));
    const packed = gzipSync(bytes, { level: 9 }).length;
    total += packed;
    console.log(`${kb(packed)} gzip ${kb(bytes.length)} raw  ${name}`);
  }
  const budget = BUDGETS[group];
  over ||= total > budget;
  const verdict = budget ? `${total > budget ? "OVER" : "within"} its budget of ${kb(budget).trim()}` : "no budget of its own";
  console.log(`${kb(total)} gzip  ${group}: ${verdict}\n`);
}
process.exitCode = over ? 1 : 0;
