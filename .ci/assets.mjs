// Trunk's hooks: what has to happen to styles and scripts before and after the wasm is built.
//   node .ci/assets.mjs pre_build    bundles static/css/main.css, so that Trunk can hash and link one file
//   node .ci/assets.mjs post_build   adds the scripts loaded later, minifies them all and carries dist/npm over
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { splitWasm } from "./split.mjs";

const stages = { pre_build: bundleStyles, post_build: finishStaging };

await stages[process.argv[2]]();

/** One style sheet for the page, from `static/css/main.css` and everything it imports. */
async function bundleStyles() {
  await build({
    entryPoints: ["static/css/main.css"],
    outfile: "target/page/app.css",
    bundle: true,
    minify: true,
    // Every engine that knows light-dark() knows nesting too; older targets would only make the file grow.
    target: ["chrome123", "firefox120", "safari17.5"],
    logLevel: "warning",
  });
}

async function finishStaging() {
  const staging = process.env.TRUNK_STAGING_DIR;
  splitWasm(staging);
  bundleEditor(staging);
  // Loaded by name: one by the page when it first needs it, one by other people's pages.
  for (const name of ["link.js", "embed.js"]) cpSync(join("static", name), join(staging, name));
  await minifyScripts(staging);
  keepPackage(staging);
}

/** The editor is a module of its own: nobody waits for it before the cluster is on the screen. */
function bundleEditor(staging) {
  const script = "static/editor/build.mjs";
  if (!existsSync(script)) return console.log(`no ${script} yet: the page is built without its editor`);
  const { status } = spawnSync(process.execPath, [script, staging], { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}

/** Trunk's own minifier does not parse every modern script, so esbuild does it. */
async function minifyScripts(staging) {
  const scripts = readdirSync(staging).filter((name) => name.endsWith(".js") && name !== "editor.js");
  await build({
    entryPoints: scripts.map((name) => join(staging, name)),
    outdir: staging,
    allowOverwrite: true,
    minify: true,
    target: "es2022",
    logLevel: "warning",
  });
}

/** Trunk empties dist/ before it fills it; a package that lies there stays. */
function keepPackage(staging) {
  const built = join(process.env.TRUNK_DIST_DIR, "npm");
  if (existsSync(built)) cpSync(built, join(staging, "npm"), { recursive: true });
}
