// Joins emojibase's entries with their pictures: stickers/stickers.jsonl, stickers/png/ID.png (64 px) and
// stickers/svg/ID.svg (Noto's vector drawing), and fills the media folders of the store's committed catalogs, whose
// manifests then prove each byte.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const sources = ['emojibase-data', 'emojilib', 'emoji-datasource-google', 'svgmoji-noto'];
const groups = [
  'smileys-emotion',
  'people-body',
  'component',
  'animals-nature',
  'food-drink',
  'travel-places',
  'activities',
  'objects',
  'symbols',
  'flags',
]; // emojibase's numbers
const committed = ['stickers', 'animals'];
const layout = 4; // raise when what is written below changes

export function layOutStickers(assets, store) {
  const folder = join(assets, 'stickers');
  const stamp = join(folder, '.made');
  const wanted = createHash('sha256')
    .update(`${layout}`)
    .update(sources.map(name => readFileSync(join(assets, name, '.fetched'), 'utf8')).join())
    .digest('hex');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    const work = join(assets, '.work-stickers');
    rmSync(work, { recursive: true, force: true });
    make(assets, work);
    writeFileSync(join(work, '.made'), wanted);
    rmSync(folder, { recursive: true, force: true });
    renameSync(work, folder);
  }
  for (const name of committed) fillCatalog(folder, join(store, 'catalogs', name));
}

function make(assets, folder) {
  const entries = JSON.parse(readFileSync(join(assets, 'emojibase-data', 'en', 'data.json'), 'utf8'));
  const pictures = new Map(
    JSON.parse(readFileSync(join(assets, 'emoji-datasource-google', 'emoji.json'), 'utf8'))
      .filter(entry => entry.has_img_google)
      .map(entry => [plain(entry.unified), entry.image]),
  );
  const drawings = splitSprite(readFileSync(join(assets, 'svgmoji-noto', 'sprites', 'all.svg'), 'utf8'));
  const associations = new Map(
    Object.entries(JSON.parse(readFileSync(join(assets, 'emojilib', 'dist', 'emoji-en-US.json'), 'utf8'))).map(
      ([emoji, words]) => [plain([...emoji].map(sign => sign.codePointAt(0).toString(16)).join('-')), words],
    ),
  );
  const shortcodes = readShortcodes(join(assets, 'emojibase-data', 'en', 'shortcodes'));

  for (const name of ['png', 'svg']) mkdirSync(join(folder, name), { recursive: true });
  const lines = [];
  for (const entry of entries) {
    const image = pictures.get(plain(entry.hexcode));
    const picture = image && join(assets, 'emoji-datasource-google', 'img', 'google', '64', image);
    if (!picture || !existsSync(picture)) continue;
    copyFileSync(picture, join(folder, 'png', `${entry.hexcode}.png`));
    const drawing = drawings.get(plain(entry.hexcode));
    if (drawing) writeFileSync(join(folder, 'svg', `${entry.hexcode}.svg`), drawing);
    lines.push(
      JSON.stringify({
        id: entry.hexcode,
        name: entry.label,
        keywords: entry.tags ?? [],
        shortcodes: shortcodes.get(entry.hexcode) ?? [],
        associations: associations.get(plain(entry.hexcode)) ?? [],
        emoticon: entry.emoticon === undefined ? [] : [entry.emoticon].flat(),
        png: `png/${entry.hexcode}.png`,
        svg: drawing ? `svg/${entry.hexcode}.svg` : null,
        group: groups[entry.group] ?? null,
      }),
    );
  }
  writeFileSync(join(folder, 'stickers.jsonl'), lines.join('\n') + '\n');
}

// The same emoji is written with and without variation selectors; they do not tell two emoji apart.
function plain(hexcode) {
  return hexcode
    .toUpperCase()
    .split('-')
    .filter(part => part !== 'FE0F')
    .map(part => part.padStart(4, '0'))
    .join('-');
}

function readShortcodes(folder) {
  const all = new Map();
  for (const preset of ['cldr', 'emojibase', 'github', 'iamcal', 'joypixels'])
    for (const [hexcode, codes] of Object.entries(JSON.parse(readFileSync(join(folder, `${preset}.json`), 'utf8'))))
      all.set(hexcode, [...new Set([...(all.get(hexcode) ?? []), ...[codes].flat()])]);
  return all;
}

// The sprite is one SVG whose children are one nested <svg id="HEXCODE"> an emoji.
function splitSprite(sprite) {
  const drawings = new Map();
  const tag = /<(\/?)svg\b[^>]*>/g;
  let depth = 0;
  let start = -1;
  let id = null;
  for (let found = tag.exec(sprite); found; found = tag.exec(sprite)) {
    if (found[1] === '') {
      if (depth === 1) {
        start = found.index;
        id = /\bid="([0-9A-F-]+)"/.exec(found[0])?.[1] ?? null;
      }
      depth++;
    } else {
      depth--;
      if (depth === 1 && id !== null) {
        const drawing = sprite.slice(start, found.index + found[0].length);
        drawings.set(
          plain(id),
          drawing.includes('xlink:')
            ? drawing.replace('<svg ', '<svg xmlns:xlink="http://www.w3.org/1999/xlink" ')
            : drawing,
        );
      }
    }
  }
  return drawings;
}

function fillCatalog(stickers, versions) {
  if (!existsSync(versions)) return;
  for (const version of readdirSync(versions)) {
    const manifest = JSON.parse(readFileSync(join(versions, version, 'manifest.json'), 'utf8'));
    for (const { path, sha256 } of manifest.files.filter(file => file.path.startsWith('media/'))) {
      const to = join(versions, version, path);
      if (existsSync(to)) continue;
      const from = join(stickers, path.slice('media/'.length));
      const found = existsSync(from) ? createHash('sha256').update(readFileSync(from)).digest('hex') : 'no file';
      if (found !== sha256)
        throw new Error(
          `Sticker '${path}' of catalog '${versions}' version ${version}: found ${found}, expected ${sha256}. ` +
            'The pinned npm packages do not match the committed catalog.',
        );
      mkdirSync(join(to, '..'), { recursive: true });
      copyFileSync(from, to);
    }
  }
}
