// After a build: fails above the budget, and writes the hash for subresource integrity.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 30_000;
const file = new URL("../../bot/web/static/latarnik.js", import.meta.url);
const code = readFileSync(file);
const size = gzipSync(code, { level: 9 }).length;
const integrity = "sha384-" + createHash("sha384").update(code).digest("base64");
writeFileSync(new URL("../../bot/web/static/latarnik.integrity.txt", import.meta.url), integrity + "\n");
console.log(`latarnik.js: ${size} bytes gzip (budget ${BUDGET}), ${integrity}`);
if (size > BUDGET) process.exit(1);
