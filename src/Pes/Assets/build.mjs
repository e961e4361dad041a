// Builds ../wwwroot from styles/, scripts/ and icons.svg. Run by Assets.targets, or by hand: npm ci && npm run build.
// With --install it first runs `npm ci` when the lock file is newer than the last install. Several builds may start at
// once (the tests reference the project): they take turns, and each file is replaced whole.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { misses } from "./contrast.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "wwwroot");
const installed = join(here, "node_modules", ".pes-lock-hash");
const lock = join(here, ".build-lock");
process.chdir(here);

async function takeLock() {
  for (let waited = 0; waited < 300; waited++) {
    try {
      mkdirSync(lock);
      return;
    } catch (e) {
      if (e.code !== "EEXIST") throw e;
      const held = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
      if (held > 300_000) rmSync(lock, { recursive: true, force: true }); // its holder was killed
      await new Promise((r) => setTimeout(r, 1000));
    }
  }
  throw new Error("another build of the assets has been running for 5 minutes; remove src/Pes/Assets/.build-lock if it is dead");
}

function install() {
  const hash = createHash("sha256").update(readFileSync("package-lock.json")).digest("hex");
  if (existsSync(installed) && readFileSync(installed, "utf8") === hash) return;
  try {
    execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { stdio: ["ignore", "ignore", "pipe"], shell: process.platform === "win32" });
  } catch (e) {
    if (e.code === "ENOENT") throw new Error("npm is not installed: install Node.js 20 or later with npm, then build again");
    throw new Error(`npm ci failed (is the package registry reachable?): ${String(e.stderr).trim().split("\n")[0]}`);
  }
  writeFileSync(installed, hash);
}

/** Written beside and renamed, so that a reader never sees half a file. */
function put(name, content) {
  const target = join(out, name);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(`${target}.new`, content);
  renameSync(`${target}.new`, target);
}

/** With its compressed form beside it, which the product serves as it is: nobody compresses it again, and nobody so well. */
function putPacked(name, content) {
  put(name, content);
  put(`${name}.br`, brotliCompressSync(Buffer.from(content)));
}

async function build() {
  const sass = await import("sass");
  const esbuild = await import("esbuild");
  const scss = sass.compile("styles/site.scss", { loadPaths: ["node_modules"], quietDeps: true });
  const css = await esbuild.transform(scss.css, { loader: "css", minify: true, target: ["chrome111", "firefox115", "safari16.4"] });
  putPacked("css/site.css", css.code);

  const scripts = await esbuild.build({
    entryPoints: ["site", "portal", "figures", "passkey"].map((name) => `scripts/${name}.js`),
    bundle: true, minify: true, write: false, format: "iife", target: ["chrome100", "firefox102", "safari15.4"],
    outdir: join(out, "js"), legalComments: "none",
  });
  for (const file of scripts.outputFiles) putPacked(join("js", file.path.split(/[\\/]/).at(-1)), file.contents);

  const font = "node_modules/@fontsource-variable/noto-sans-khmer";
  put("fonts/noto-sans-khmer.woff2", readFileSync(`${font}/files/noto-sans-khmer-khmer-wght-normal.woff2`));
  put("fonts/noto-sans-latin.woff2", readFileSync(`${font}/files/noto-sans-khmer-latin-wght-normal.woff2`));
  put("fonts/OFL.txt", readFileSync(`${font}/LICENSE`));
  put("icons.svg", readFileSync("icons.svg"));

  // Not served: Pes.csproj embeds it, and no new password may stand in it. Shorter ones are refused by their length.
  const common = JSON.parse(readFileSync("node_modules/@zxcvbn-ts/language-common/src/passwords.json", "utf8"));
  put("../obj/common-passwords.txt", common.filter((word) => word.length >= 8).join("\n"));
}

/** Compressed sizes that a page may cost; passing one is an error, not a surprise. */
const Limits = { "css/site.css": 20, "js/site.js": 20, "js/portal.js": 5, "js/figures.js": 55, "js/passkey.js": 2 };

function weigh() {
  for (const [name, limit] of Object.entries(Limits)) {
    const size = statSync(join(out, `${name}.br`)).size / 1024;
    if (process.argv.includes("--sizes")) console.log(`${name} ${size.toFixed(1)} KB of ${limit}`);
    if (size > limit) throw new Error(`${name} is ${size.toFixed(1)} KB compressed, above its limit of ${limit} KB`);
  }
}

await takeLock();
try {
  if (process.argv.includes("--install")) install();
  const unreadable = misses();
  if (unreadable.length > 0) throw new Error(`contrast: ${unreadable.join("; ")}`);
  await build();
  weigh();
} catch (e) {
  console.error(`assets: ${e.message.split("\n")[0]}`);
  process.exitCode = 1;
} finally {
  rmSync(lock, { recursive: true, force: true });
}
