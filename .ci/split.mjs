// Cuts the page's wasm in two at src/web/ui/start.rs: what shows the first scenario live, and everything else, fetched at once beside it.
// Trunk's own wasm, of the same build but in one piece, is replaced.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BUILT = "target/wasm32-unknown-unknown/page/ecs-playground-page.wasm";
const FEATURES = ["bulk-memory", "multivalue", "mutable-globals", "nontrapping-float-to-int", "reference-types", "sign-ext"];

/** Writes glue, main module, second module and what loads it into `staging`. */
export function splitWasm(staging) {
  const glue = readdirSync(staging).find((name) => /^ecs-playground-page-.*\.js$/.test(name));
  // A build without the feature `split` has one module and nothing to load a second one.
  if (!readFileSync(join(staging, glue), "utf8").includes("__wasm_split")) return;
  const stem = glue.slice(0, -".js".length);
  const work = mkdtempSync(join(tmpdir(), "split-"));
  run("wasm-split-cli", BUILT, work, "--target", "web", "--out-name", stem);
  run("wasm-bindgen", join(work, `${stem}.wasm`), "--target", "web", "--keep-lld-exports", "--no-typescript", "--out-dir", staging, "--out-name", stem);
  optimise(join(staging, `${stem}_bg.wasm`));

  // Names that hold the build's hash: a module must never meet the other half of another build.
  let loader = readFileSync(join(work, "__wasm_split.js"), "utf8");
  for (const name of readdirSync(work).filter((name) => name.endsWith(".wasm") && name !== `${stem}.wasm`)) {
    optimise(join(work, name));
    const hashed = `${stem}-${name}`;
    renameSync(join(work, name), join(staging, hashed));
    loader = loader.replaceAll(`"./${name}"`, `"./${hashed}"`);
  }
  writeFileSync(join(staging, `${stem}-loader.js`), loader);
  const bindings = readFileSync(join(staging, glue), "utf8");
  writeFileSync(join(staging, glue), bindings.replaceAll(/from (["'])\.\/__wasm_split\.js\1/g, `from "./${stem}-loader.js"`));
  rmSync(work, { recursive: true });
}

function optimise(path) {
  run("wasm-opt", "-Oz", ...FEATURES.map((feature) => `--enable-${feature}`), "--strip-debug", "--strip-producers", path, "-o", path);
}

function run(command, ...words) {
  execFileSync(command, words, { stdio: ["ignore", "ignore", "inherit"] });
}
