// Where Chromium is and how it starts: quietly, without a sandbox (continuous integration is root) and without a network.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

function onPath(name) {
  const found = process.env.PATH.split(delimiter).map((folder) => join(folder, name));
  return found.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export const executablePath = process.env.CHROMIUM || NAMES.map(onPath).find(Boolean);

export const launchOptions = {
  executablePath,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
