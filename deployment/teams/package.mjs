// Makes a Teams app package: a zip of manifest.json and two icons. The same input gives the same bytes.
//
//   node deployment/teams/package.mjs --help
//
// Exit code 2 means that the input is wrong: every problem was named, and nothing was written.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillTemplate, schemaVersion, validate } from './manifest.mjs';
import { readOptions, usage } from './options.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const npm = join(here, '..', '..', 'artifacts', 'npm');
const icons = { 'color.png': 192, 'outline.png': 32 };

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  const isNpmMissing = error.code === 'MODULE_NOT_FOUND' || error.path?.startsWith(npm);
  const hint = "a part from npm is missing; run './build.sh teams-package', which fetches it.";
  console.error(`teams-package: ${isNpmMissing ? `${hint} ${error.message.split('\n')[0]}` : error.message}`);
  process.exitCode = 1;
}

function main(args) {
  if (args.includes('--help')) {
    process.stdout.write(usage());
    return 0;
  }
  const { values, problems } = readOptions(args);
  if (problems.length > 0) return refuse(problems);
  const filled = fillTemplate(values.template ?? join(here, 'manifest.json'), values);
  if (filled.problems.length > 0) return refuse(filled.problems);
  const wrong = [...validate(filled.manifest, npm), ...iconProblems(filled.manifest.icons)];
  if (wrong.length > 0) return refuse(wrong);
  const bytes = zip(filled.manifest);
  write(values.out, bytes);
  console.log(`${values.out}: ${bytes.length} bytes, SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`);
  console.log(
    `The manifest is that of app ${filled.manifest.id}, version ${filled.manifest.version}, and fits ` +
      `Microsoft's schema ${schemaVersion}. How to upload it: docs/teams.md.`,
  );
  return 0;
}

function refuse(problems) {
  const count = problems.length === 1 ? 'one thing is' : `${problems.length} things are`;
  console.error(`teams-package: nothing was written; ${count} wrong:`);
  for (const problem of problems) console.error(`  ${problem}`);
  return 2;
}

function iconProblems(named) {
  const problems = [];
  for (const [role, name] of Object.entries(named ?? {}))
    if (!Object.hasOwn(icons, name))
      problems.push(
        `manifest/icons/${role}: found '${name}', but the package holds ${Object.keys(icons).join(' and ')}`,
      );
  for (const [name, size] of Object.entries(icons)) {
    const head = readFileSync(join(here, 'icons', name)).subarray(0, 24);
    // A PNG's size stands behind its signature and the name of its first chunk.
    const found =
      head.length === 24 && head.toString('latin1', 1, 4) === 'PNG'
        ? `${head.readUInt32BE(16)}x${head.readUInt32BE(20)}`
        : 'no PNG';
    if (found !== `${size}x${size}`) problems.push(`icons/${name}: found ${found}, expected a PNG of ${size}x${size}`);
  }
  return problems;
}

function zip(manifest) {
  const { zipSync } = createRequire(join(npm, 'teams', 'package.json'))('fflate');
  // The oldest time that a zip can hold, as the clock on the wall shows it: a zip knows no time zones.
  const mtime = new Date(1980, 0, 1);
  const entries = { 'manifest.json': [Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), { mtime, level: 9 }] };
  for (const name of Object.keys(icons)) entries[name] = [readFileSync(join(here, 'icons', name)), { mtime, level: 0 }];
  return zipSync(entries);
}

function write(file, bytes) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.partial`, bytes);
  renameSync(`${file}.partial`, file);
}
