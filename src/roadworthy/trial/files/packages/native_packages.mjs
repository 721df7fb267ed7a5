// Runs inside the sandbox that installs an app's packages, after them. A package whose binding comes with an install script,
// which a trial does not run, gives way: to its release that brings the binding along, or to what stands in for it here.
// A line for each goes into the file of notes.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const [root, notesFile] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const MAJOR = Number(process.versions.node.split(".")[0]);
// Of these releases on, the binding lies in the package; better-sqlite3's needs Node 22.
const WITH_BINDING = { bcrypt: "bcrypt@6", argon2: "argon2@0.44", ...(MAJOR >= 22 && { "better-sqlite3": "better-sqlite3@13" }) };
const STAND_INS = ["sqlite3", ...(MAJOR >= 22 ? [] : ["better-sqlite3"])];
const ENGINE = MAJOR >= 22 ? "better-sqlite3@13" : "libsql@0.5";
const NATIVE = new Set([...Object.keys(WITH_BINDING), ...STAND_INS]);

/** The folders of such packages, in pnpm's store and inside other packages, too. */
function* nativePackages(folder, inside = false) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const place = path.join(folder, entry.name);
    if (inside && NATIVE.has(entry.name)) yield place;
    yield* nativePackages(place, entry.name === "node_modules");
  }
}

const hasBinding = (place) => {
  for (const entry of fs.readdirSync(place, { withFileTypes: true, recursive: true })) if (entry.name.endsWith(".node")) return true;
  return false;
};

function installed(...names) {
  const folder = fs.mkdtempSync(path.join(root, ".native-"));
  fs.writeFileSync(path.join(folder, "package.json"), '{"private": true}');
  const asked = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--install-links", ...names];
  execFileSync("npm", asked, { cwd: folder, stdio: "inherit" });
  return folder;
}

/** A package manager may share the files of a package with its store: they are left there, and new ones take their place. */
function emptied(place) {
  fs.rmSync(place, { recursive: true, force: true });
  fs.mkdirSync(place, { recursive: true });
}

function takeRelease(name, place) {
  const modules = path.join(installed(WITH_BINDING[name]), "node_modules");
  emptied(place);
  fs.cpSync(path.join(modules, name), place, { recursive: true });
  fs.rmSync(path.join(modules, name), { recursive: true });
  fs.cpSync(modules, path.join(place, "node_modules"), { recursive: true });
  return `${WITH_BINDING[name]} stands in for ${name}, whose own release would have to be built`;
}

function standIn(name, place) {
  const { version } = JSON.parse(fs.readFileSync(path.join(place, "package.json"), "utf8"));
  const engine = installed(`engine@npm:${ENGINE}`);
  emptied(place);
  for (const file of ["better-sqlite3.cjs", "sqlite3.cjs", "sql_parameters.cjs"]) fs.copyFileSync(path.join(here, file), path.join(place, file));
  fs.writeFileSync(path.join(place, "opened.cjs"), `module.exports = require("${MAJOR >= 22 ? "engine" : "./better-sqlite3.cjs"}");\n`);
  fs.writeFileSync(path.join(place, "package.json"), JSON.stringify({ name, version, main: `${name}.cjs` }));
  fs.cpSync(path.join(engine, "node_modules"), path.join(place, "node_modules"), { recursive: true });
  return `${ENGINE} stands in for ${name}, which would have to be built`;
}

const notes = new Set();
for (const place of [...nativePackages(root)]) {
  if (!fs.existsSync(path.join(place, "package.json")) || hasBinding(place)) continue;
  const name = path.basename(place);
  notes.add(STAND_INS.includes(name) ? standIn(name, place) : takeRelease(name, place));
}
for (const entry of fs.readdirSync(root)) if (entry.startsWith(".native-")) fs.rmSync(path.join(root, entry), { recursive: true });
if (notes.size) fs.writeFileSync(notesFile, [...notes].join("\n"));
