/**
 * Bundles the editor chunk into one ES module: `node static/editor/build.mjs OUTDIR`.
 * Fails when the chunk outgrows its budget, because the page promises to stay light.
 */
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET_BYTES = 200 * 1000;

const outdir = process.argv[2];
if (!outdir) {
  console.error("usage: node static/editor/build.mjs OUTDIR");
  process.exit(2);
}

const outfile = join(outdir, "editor.js");
await build({
  entryPoints: [join(dirname(fileURLToPath(import.meta.url)), "index.js")],
  outfile,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "none",
  logLevel: "warning",
});

const size = gzipSync(await readFile(outfile), { level: 9 }).length;
console.log(`${outfile}: ${(size / 1000).toFixed(1)} kB gzip`);
if (size > BUDGET_BYTES) {
  console.error(`The editor chunk may have ${BUDGET_BYTES / 1000} kB.`);
  process.exit(1);
}
