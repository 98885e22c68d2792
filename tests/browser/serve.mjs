// A static server without dependencies, for `make serve` and the browser tests.
//   node tests/browser/serve.mjs [folder] [--host 127.0.0.1] [--port 8080]
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const CONTENT_TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ts": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};

/** Starts serving `folder`; resolves to `{ server, url }`. Port 0 takes a free one. */
export async function serve(folder, { host = "127.0.0.1", port = 0 } = {}) {
  const root = resolve(folder);
  const headers = await securityHeaders(root);
  const server = createServer((request, response) => {
    answer(root, headers, request, response).catch((error) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  await new Promise((listening, failed) => {
    server.once("error", failed);
    server.listen(port, host, listening);
  });
  return { server, url: `http://${host}:${server.address().port}` };
}

/** The page's own policy, sent as a header too: a header also covers what a meta element comes too late for. */
async function securityHeaders(root) {
  const page = await readFile(join(root, "index.html"), "utf8");
  const policy = page.match(/http-equiv="?Content-Security-Policy"? content="([^"]+)"/i)?.[1];
  if (!policy) throw new Error(`${root}/index.html has no Content-Security-Policy`);
  return {
    "Content-Security-Policy": policy,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    // A frame without an origin of its own (sandbox without allow-same-origin) may read the page's files too.
    "Access-Control-Allow-Origin": "*",
    // Ask again each time: a rebuilt page must show up on reload.
    "Cache-Control": "no-cache",
  };
}

async function answer(root, headers, request, response) {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return response.writeHead(405, { ...headers, Allow: "GET, HEAD" }).end();
  }
  const path = await locate(root, request.url);
  if (!path) {
    return response.writeHead(404, { ...headers, "Content-Type": "text/plain; charset=utf-8" }).end("Not found\n");
  }
  const type = CONTENT_TYPES[extname(path)] ?? "application/octet-stream";
  if (type !== "image/png" && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
    const packed = await gzipped(path);
    response.writeHead(200, {
      ...headers,
      "Content-Type": type,
      "Content-Encoding": "gzip",
      "Content-Length": packed.length,
      Vary: "Accept-Encoding",
    });
    return response.end(request.method === "HEAD" ? undefined : packed);
  }
  const { size } = await stat(path);
  response.writeHead(200, { ...headers, "Content-Type": type, "Content-Length": size });
  if (request.method === "HEAD") return response.end();
  createReadStream(path).pipe(response);
}

const packedFiles = new Map();

/** The file as any host would send it; packed once for each time it was written. */
async function gzipped(path) {
  const { mtimeMs } = await stat(path);
  const known = packedFiles.get(path);
  if (known?.mtimeMs === mtimeMs) return known.packed;
  const packed = await promisify(gzip)(await readFile(path));
  packedFiles.set(path, { mtimeMs, packed });
  return packed;
}

/** The file a URL names, or nothing when it is outside `root` or not there. */
async function locate(root, url) {
  let name;
  try {
    name = decodeURIComponent(new URL(url, "http://page").pathname);
  } catch {
    return undefined;
  }
  const path = join(root, name.endsWith("/") ? `${name}index.html` : name);
  if (!path.startsWith(root + sep)) return undefined;
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ? path : undefined;
}

/** `serve.mjs dist --port 8080` as `{ folder, host, port }`. */
function readArguments(words) {
  const options = { folder: "dist", host: "127.0.0.1", port: 8080 };
  for (let at = 0; at < words.length; at += 1) {
    if (words[at] === "--host") options.host = words[(at += 1)];
    else if (words[at] === "--port") options.port = Number(words[(at += 1)]);
    else options.folder = words[at];
  }
  return options;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { folder, ...at } = readArguments(process.argv.slice(2));
  try {
    const { url } = await serve(folder, at);
    console.log(`ECS Playground is on ${url}/ (Ctrl+C stops it)`);
  } catch (error) {
    console.error(error.code === "EADDRINUSE" ? `Port ${at.port} is taken: try make serve PORT=8081` : error.message);
    process.exit(1);
  }
}
