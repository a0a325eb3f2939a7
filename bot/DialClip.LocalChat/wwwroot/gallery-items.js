// The cards of items. Everything in them is text of people's files: it is set as text, never as markup.
function make(tag, { className, text, ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.filter(Boolean));
  return node;
}

const isNumber = value => typeof value === 'number' && Number.isFinite(value);
const rounded = value => (isNumber(value) ? value.toFixed(3) : '–');

function scores(item) {
  if (!isNumber(item.score)) return null;
  const row = (name, value, className) => [make('dt', { text: name }), make('dd', { text: value, className })];
  return make(
    'dl',
    {},
    ...row('Score', rounded(item.score), 'whole'),
    ...(isNumber(item.confidence) ? row('Confidence', `${Math.round(item.confidence * 100)} %`) : []),
    ...(item.kind === 'picture' ? [...row('Pixels', '…', 'pixels'), ...row('Words', '…', 'said')] : []),
  );
}

export function card(item, digest) {
  const address = `dialclip/gallery/picture?digest=${digest}&item=${encodeURIComponent(item.id)}`;
  const tags = Object.entries(item.tags).map(([name, values]) => `${name}: ${values.join(', ')}`);
  const node = make(
    'li',
    { 'data-id': item.id, tabindex: '0' },
    item.kind === 'picture' &&
      make('img', { src: address, alt: item.caption || item.name || item.id, loading: 'lazy' }),
    item.kind === 'text'
      ? make('p', { className: 'words', text: item.text })
      : item.name && make('h2', { text: item.name }),
    item.caption && item.caption !== item.name && make('p', { text: item.caption }),
    item.keywords.length > 0 && make('p', { className: 'quiet', text: item.keywords.join(', ') }),
    tags.length > 0 && make('p', { className: 'quiet', text: tags.join(' · ') }),
    item.isWordless && make('p', { className: 'lacks', text: 'no caption' }),
    make('p', { className: 'quiet', text: item.id }),
    scores(item),
  );
  return node;
}

// The parts of the score come after the ranking: pictures are encoded for them.
export function showParts(list, parts) {
  for (const part of parts) {
    const node = [...list.children].find(child => child.dataset.id === part.id);
    node?.querySelector('.pixels')?.replaceChildren(rounded(part.pixels));
    node?.querySelector('.said')?.replaceChildren(rounded(part.words));
  }
}
