// What comes first in each group of a case that arrives as JSON: node rank.mjs < case.json
// The case goes to policymcda on its standard input, so it is never part of a command line.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

const found = spawnSync("policymcda", ["rank", "-", "--format", "json"], {
  input: readFileSync(0),
  encoding: "utf-8",
  timeout: 60_000,
  maxBuffer: 64 * 1024 * 1024,
});
if (found.error) throw found.error;
if (found.status !== 0) {
  process.stderr.write(found.stderr);
  process.exit(found.status ?? 1);
}
for (const row of JSON.parse(found.stdout).table) {
  if (row.rank === 1) console.log(row.group, row.option);
}
