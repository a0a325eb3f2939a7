// <dialclip-why data-reasons="{…}">: the reasons for a reply, shown under the message. They come from the message's
// channelData.dialclip; missing ones are left out.
import { decision, variant } from './reasons.js';

function make(tag, { className, text, ...attributes } = {}, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.filter(Boolean));
  return node;
}

const percent = share => `${Math.round(share * 100)} %`;
const isNumber = value => typeof value === 'number' && Number.isFinite(value);

function bar(share) {
  const filled = make('span', { className: 'why-filled' });
  filled.style.width = `${Math.min(100, Math.max(0, share * 100))}%`;
  return make('span', { className: 'why-bar', 'aria-hidden': 'true' }, filled);
}

function facts({ variant: name, variantReason, head, catalog, mode, milliseconds }) {
  const rows = [
    ['Variant', name && (variantReason ? `${name} (${variant(variantReason)})` : name)],
    ['Head', head],
    ['Catalog', catalog],
    ['Mode', mode && mode !== 'Reply' ? mode : undefined],
    ['Time', isNumber(milliseconds) ? `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms` : undefined],
  ].filter(([, value]) => value);
  return (
    rows.length > 0 &&
    make(
      'dl',
      {},
      ...rows.flatMap(([name, value]) => [make('dt', { text: name }), make('dd', { text: String(value) })]),
    )
  );
}

function intent(shares) {
  const rows = ['picture', 'text', 'silence'].filter(kind => isNumber(shares?.[kind]));
  return (
    rows.length > 0 &&
    make(
      'div',
      { className: 'why-part' },
      make('h3', { text: 'What the message asks for' }),
      make(
        'ul',
        { className: 'why-bars' },
        ...rows.map(kind =>
          make(
            'li',
            {},
            make('span', { text: kind }),
            bar(shares[kind]),
            make('span', { className: 'why-number', text: percent(shares[kind]) }),
          ),
        ),
      ),
    )
  );
}

function candidates(items) {
  if (!Array.isArray(items) || items.length === 0) return null;
  const sure = items.some(item => isNumber(item.confidence));
  const heads = ['Candidate', 'Score', ...(sure ? ['Confidence'] : [])];
  return make(
    'div',
    { className: 'why-part' },
    make('h3', { text: 'Best candidates' }),
    make(
      'table',
      {},
      make('thead', {}, make('tr', {}, ...heads.map(text => make('th', { text, scope: 'col' })))),
      make(
        'tbody',
        {},
        ...items.map(item =>
          make(
            'tr',
            {},
            make('td', { text: item.name || item.item }),
            make('td', { className: 'why-number', text: isNumber(item.score) ? item.score.toFixed(3) : '' }),
            sure &&
              make('td', { className: 'why-number', text: isNumber(item.confidence) ? percent(item.confidence) : '' }),
          ),
        ),
      ),
    ),
  );
}

class Why extends HTMLElement {
  static observedAttributes = ['data-reasons'];

  attributeChangedCallback() {
    let reasons;
    try {
      reasons = JSON.parse(this.dataset.reasons);
    } catch {
      // Nothing to show is shown as nothing.
    }
    if (!reasons || typeof reasons !== 'object') return;
    const silent = reasons.kind === 'Silence';
    const open = this.querySelector('details')?.open ?? false;
    const details = make(
      'details',
      {},
      make('summary', { text: silent ? 'Why the plugin stayed silent' : 'Why this answer' }),
      make(
        'div',
        { className: 'why-body' },
        make('p', { className: 'why-reason', text: decision(reasons.reason) }),
        intent(reasons.intent),
        candidates(reasons.candidates),
        facts(reasons),
      ),
    );
    details.open = open;
    // What was asked for is not to be below the edge.
    details.addEventListener('toggle', () => details.open && details.scrollIntoView({ block: 'nearest' }));
    this.replaceChildren(details);
  }
}

customElements.define('dialclip-why', Why);
