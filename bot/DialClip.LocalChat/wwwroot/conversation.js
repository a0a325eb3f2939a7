// The conversation of this tab: it outlives a reload, and ends with the tab.
import { call } from './api.js';

const ROOT = 'v3/directline';
const KEPT = 'dialclip.conversation';
const RENEWAL = 10 * 60 * 1000;

// One user a browser: an experiment assigns users, and a reload is no new one.
export function userId() {
  let id = localStorage.getItem('dialclip.user');
  if (!id) {
    id = `web-${crypto.randomUUID()}`;
    localStorage.setItem('dialclip.user', id);
  }
  return id;
}

export function keep(conversation) {
  sessionStorage.setItem(KEPT, JSON.stringify(conversation));
  return conversation;
}

export function forget() {
  sessionStorage.removeItem(KEPT);
}

// A conversation that is still there, with a fresh token; null when there is none, or no longer.
export async function resume() {
  let kept;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    // Not written by this page.
  }
  if (!kept?.id || !kept.token) return null;
  try {
    const answer = await call(`${ROOT}/conversations/${encodeURIComponent(kept.id)}`, { bearer: kept.token });
    return keep({ ...kept, token: answer.token, resumed: true });
  } catch (error) {
    if (error.status === 401 || error.status === 403 || error.status === 404) return null;
    throw error;
  }
}

export async function begin(user, secret) {
  const answer = await call(`${ROOT}/tokens/generate`, {
    method: 'POST',
    bearer: secret,
    body: { user: { id: user } },
  });
  return keep({ id: answer.conversationId, token: answer.token });
}

// DirectLineJS renews its own token; this is the one that a reload needs.
export function keepFresh(conversation) {
  const timer = setInterval(async () => {
    try {
      conversation.token = (await call(`${ROOT}/tokens/refresh`, { method: 'POST', bearer: conversation.token })).token;
      keep(conversation);
    } catch {
      // A host that is away is asked again; a token that has expired shows itself to DirectLineJS.
    }
  }, RENEWAL);
  return () => clearInterval(timer);
}
