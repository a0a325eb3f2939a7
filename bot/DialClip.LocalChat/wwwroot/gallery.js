// What a catalog holds, and how it ranks for a message as it is typed.
import { call } from './api.js';
import { card, showParts } from './gallery-items.js';
import { takePicture } from './gallery-picture.js';

const API = 'dialclip/gallery';
const PAGE = 60;
const PARTS = 12;
const PAUSE = 200;

const at = id => document.getElementById(id);
const [catalog, query, earlier, items, more, state, notice, secret, wordless, tags] = [
  'catalog',
  'query',
  'earlier',
  'items',
  'more',
  'state',
  'notice',
  'secret',
  'wordless',
  'tags',
].map(at);

let bearer;
let picture = null;
let kind = 'picture';
let known;
let round = 0;
let timer;

function say(message) {
  notice.hidden = !message;
  notice.textContent = message;
}

function ask() {
  const chosen = [...tags.querySelectorAll('select')].filter(select => select.value);
  return {
    catalog: catalog.value || null,
    text: query.value.trim() || null,
    earlier: earlier.value
      .split('\n')
      .map(line => line.trim())
      .filter(Boolean)
      .slice(-8),
    picture: picture?.slice(picture.indexOf(',') + 1) ?? null,
    kind,
    tags: Object.fromEntries(chosen.map(select => [select.name, select.value])),
    wordless: wordless.getAttribute('aria-pressed') === 'true',
  };
}

const post = (path, body) => call(`${API}/${path}`, { method: 'POST', bearer, body });
const count = (number, one) => `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}`;

// Answers that come after a newer question are dropped.
async function show(offset = 0) {
  const mine = offset === 0 ? ++round : round;
  const asked = ask();
  try {
    const page = await post('search', { ...asked, offset, count: PAGE });
    if (mine !== round) return;
    say('');
    const cards = page.items.map(item => card(item, page.digest));
    if (offset === 0) items.replaceChildren(...cards);
    else items.append(...cards);
    const ranked = asked.text || asked.picture;
    state.textContent = `${count(page.total, kind)}${ranked ? ', best first' : ''}`;
    document.documentElement.dataset.shown = `${mine}:${items.children.length}`;
    more.hidden = page.items.length < PAGE || items.children.length >= page.total;
    if (ranked && kind === 'picture') await parts(asked, page.items, mine);
  } catch (error) {
    if (mine === round) failed(error);
  }
}

// A few at a time, the best first; a newer question ends it.
async function parts(asked, shown, mine) {
  for (let from = 0; from < shown.length && mine === round; from += PARTS) {
    const ids = shown.slice(from, from + PARTS).map(item => item.id);
    const scored = await post('parts', { ...asked, ids });
    if (mine === round) showParts(items, scored);
  }
}

function failed(error) {
  secret.hidden = error.status !== 401;
  if (error.status === 503) {
    state.textContent = 'The model is still loading.';
    setTimeout(open, 2000);
  } else if (error.status === 401) secret.querySelector('input').focus();
  else say(error.message);
}

function filters() {
  wordless.hidden = known.wordless === 0;
  wordless.textContent = `Without a caption (${known.wordless.toLocaleString('en')})`;
  wordless.setAttribute('aria-pressed', 'false');
  tags.replaceChildren(
    ...known.tags.map(({ name, values }) => {
      const select = Object.assign(document.createElement('select'), { name });
      select.append(
        new Option(`any ${name}`, ''),
        ...values.map(each => new Option(`${name}: ${each.value} (${each.count})`, each.value)),
      );
      select.setAttribute('aria-label', name);
      select.addEventListener('change', () => show());
      return select;
    }),
  );
}

async function choose() {
  try {
    known = await call(`${API}?catalog=${encodeURIComponent(catalog.value)}`, { bearer });
    filters();
    await show();
  } catch (error) {
    failed(error);
  }
}

async function open() {
  try {
    const catalogs = await call('dialclip/catalogs', { bearer });
    secret.hidden = true;
    catalog.replaceChildren(...catalogs.map(each => new Option(`${each.name} ${each.version}`, each.reference)));
    await choose();
  } catch (error) {
    failed(error);
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(() => show(), PAUSE);
}

query.addEventListener('input', soon);
earlier.addEventListener('input', soon);
at('search').addEventListener('submit', event => {
  event.preventDefault();
  soon();
});
catalog.addEventListener('change', choose);
more.addEventListener('click', () => show(items.children.length));
wordless.addEventListener('click', () => {
  wordless.setAttribute('aria-pressed', String(wordless.getAttribute('aria-pressed') !== 'true'));
  show();
});
for (const button of document.querySelectorAll('[data-kind]'))
  button.addEventListener('click', () => {
    kind = button.dataset.kind;
    for (const each of document.querySelectorAll('[data-kind]'))
      each.setAttribute('aria-pressed', String(each === button));
    show();
  });
secret.addEventListener('submit', event => {
  event.preventDefault();
  bearer = secret.querySelector('input').value;
  open();
});
takePicture(
  document.body,
  address => {
    picture = address;
    show();
  },
  say,
);
// A link to this page may carry the message.
query.value = new URLSearchParams(location.search).get('q') ?? '';
open();
