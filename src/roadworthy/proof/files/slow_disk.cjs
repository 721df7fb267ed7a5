// Loaded before the app (node --require): while the switch file is there, each operation on a file takes SLOW_MS longer, as on a
// busy disk, and so does each program that is waited for. What waits on the one thread still waits there, and what does not
// still does not.
const SLOW_MS = Number(process.env.ROADWORTHY_SLOW_MS);
const SWITCH = process.env.ROADWORTHY_SLOW_SWITCH;
const fs = require("node:fs");
const children = require("node:child_process");
const { syncBuiltinESMExports } = require("node:module");

const exists = fs.existsSync;
const cell = new Int32Array(new SharedArrayBuffer(4));
// What Next.js built, the page for what is not found too, is read by its own server for each request.
const isCode = (path) => /(^|[\\/])(node_modules|\.next)[\\/]|\.([cm]?js|ts|json|node)$/.test(String(path));
const isSlow = (path) => exists(SWITCH) && !isCode(path);
// `writeFileSync` opens its file by `openSync`: one operation, and slow once.
let inside = false;
const waited = (slow, run) => {
  if (inside || !slow) return run();
  inside = true;
  try {
    Atomics.wait(cell, 0, 0, SLOW_MS);
    return run();
  } finally {
    inside = false;
  }
};

const FILES = ["readFile", "writeFile", "appendFile", "copyFile", "cp", "rm", "readdir"];

// What servers stream (`createReadStream`) opens files by `open`, and is left alone: it holds up nobody.
const openSync = fs.openSync;
fs.openSync = (path, ...rest) => waited(isSlow(path), () => openSync(path, ...rest));

for (const name of FILES) {
  const sync = fs[`${name}Sync`];
  fs[`${name}Sync`] = (path, ...rest) => waited(isSlow(path), () => sync(path, ...rest));
  const called = fs[name];
  fs[name] = (path, ...rest) => {
    if (!isSlow(path)) return called(path, ...rest);
    setTimeout(() => called(path, ...rest), SLOW_MS);
  };
  const promised = fs.promises[name];
  fs.promises[name] = async (path, ...rest) => {
    if (isSlow(path)) await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    return promised(path, ...rest);
  };
}

for (const name of ["execSync", "execFileSync", "spawnSync"]) {
  const sync = children[name];
  children[name] = (...rest) => waited(exists(SWITCH), () => sync(...rest));
}

for (const name of ["exec", "execFile"]) {
  const { promisify } = require("node:util");
  const called = children[name];
  const promised = promisify(called);
  const slow = (...rest) => called(...rest);
  slow[promisify.custom] = async (...rest) => {
    if (exists(SWITCH)) await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    return promised(...rest);
  };
  children[name] = slow;
}

syncBuiltinESMExports();
