// Connects Web Chat to this host's own Direct Line.
import * as catalogs from './catalogs.js';
import { begin, forget, keep, keepFresh, resume, userId } from './conversation.js';
import { watch } from './health.js';
import { takePictures } from './pictures.js';
import { focusSendBox, render } from './transcript.js';

const chat = document.getElementById('chat');
const model = document.getElementById('model');
const notice = document.getElementById('notice');
const secret = document.getElementById('secret');
const user = userId();

let current;
let over = false;

function say(message, canBegin = false) {
  notice.hidden = !message;
  notice.querySelector('p').textContent = message;
  notice.querySelector('button').hidden = !canBegin;
}

// DirectLineJS's states: 2 connected, 3 token expired, 4 failed to connect, 5 ended.
const ENDS = {
  3: 'This conversation can no longer be reached: its token has expired, or the host was started anew.',
  4: 'The connection could not be made.',
  5: 'This conversation has ended.',
};

function open(conversation) {
  current?.close();
  over = false;
  say('');
  const directLine = window.WebChat.createDirectLine({
    domain: new URL('v3/directline', location.href).href,
    token: conversation.token,
    // With its id the conversation is taken up again, from its beginning: this page has shown nothing of it yet.
    conversationId: conversation.resumed ? conversation.id : undefined,
  });
  const status = directLine.connectionStatus$.subscribe(state => {
    if (state === 2) document.documentElement.dataset.ready = conversation.id;
    over = state in ENDS;
    if (over) say(ENDS[state], true);
  });
  const stopRenewing = keepFresh(conversation);
  current = {
    conversation,
    directLine,
    close() {
      status.unsubscribe();
      stopRenewing();
      directLine.end();
    },
  };
  // Web Chat renders into a place that it owns alone.
  if (!chat.querySelector('.webchat-place'))
    chat.replaceChildren(Object.assign(document.createElement('div'), { className: 'webchat-place' }));
  render(directLine, conversation, user, chat.firstElementChild);
  catalogs.list(conversation).catch(() => {});
}

async function beginAnew(shown) {
  forget();
  try {
    open(await begin(user, shown));
    secret.hidden = true;
    requestAnimationFrame(focusSendBox);
  } catch (error) {
    const asks = error.status === 401;
    secret.hidden = !asks;
    if (asks) secret.querySelector('input').focus();
    say(asks && !shown ? '' : `The chat cannot begin. ${error.message}`, !asks);
  }
}

async function start() {
  if (!window.WebChat) {
    say('Web Chat is missing: it is fetched from npm when the host is built. Run "./build.sh fetch" and start again.');
    return;
  }
  let earlier = null;
  try {
    earlier = await resume();
  } catch (error) {
    say(`The chat cannot begin. ${error.message}`, true);
    return;
  }
  if (earlier) open(earlier);
  else await beginAnew();
}

document.getElementById('new').addEventListener('click', () => beginAnew());
notice.querySelector('button').addEventListener('click', () => beginAnew());
document.getElementById('skip').addEventListener('click', event => {
  event.preventDefault();
  focusSendBox();
});
secret.addEventListener('submit', event => {
  event.preventDefault();
  const input = secret.querySelector('input');
  beginAnew(input.value);
  input.value = '';
});
catalogs.onChoice(reference => {
  if (!current) return;
  current.conversation.catalog = reference;
  keep(current.conversation);
  current.directLine
    .postActivity({ type: 'event', name: 'dialclip/catalog', value: reference, from: { id: user, role: 'user' } })
    .subscribe({ error: () => say('The catalog could not be changed; choose it again.') });
});
watch(async (state, before) => {
  model.hidden = state !== 'loading';
  model.textContent =
    state === 'loading' ? 'The model is still loading. Until it is there, the host bot answers alone.' : '';
  // What ended the conversation stays said; losing the host for a while is no end.
  if (over) return;
  say(state === 'away' ? 'The host cannot be reached. The chat goes on by itself when it is back.' : '');
  if (state === 'away' || !current) return;
  // A host that was started anew knows nothing of this conversation; DirectLineJS would find out later.
  if (before === 'away' && !(await resume().catch(() => current))) {
    over = true;
    say(ENDS[3], true);
    return;
  }
  catalogs.list(current.conversation).catch(() => {});
});
takePictures(chat);
start();
