// The catalog that this conversation is answered from.
import { call } from './api.js';

const field = document.getElementById('catalog-field');
const select = document.getElementById('catalog');

function described({ name, version, pictures, texts }) {
  return `${name} ${version} (${pictures.toLocaleString('en')} pictures, ${texts.toLocaleString('en')} texts)`;
}

// Fills the list; the host answers 503 until its model is loaded, and is asked again by whoever sees it ready.
export async function list(conversation) {
  const catalogs = await call('dialclip/catalogs', { bearer: conversation.token });
  select.replaceChildren(...catalogs.map(catalog => new Option(described(catalog), catalog.reference)));
  if (conversation.catalog && catalogs.some(catalog => catalog.reference === conversation.catalog))
    select.value = conversation.catalog;
  field.hidden = catalogs.length === 0;
}

export function onChoice(choose) {
  select.addEventListener('change', () => choose(select.value));
}
