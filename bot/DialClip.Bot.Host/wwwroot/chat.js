// Connects Web Chat to this host's own Direct Line.
const dark = window.matchMedia('(prefers-color-scheme: dark)');
const status = document.getElementById('status');
const chat = document.getElementById('chat');

// One user a browser: an experiment assigns users, and a reload is no new one.
function userId() {
  let id = localStorage.getItem('dialclip.user');
  if (!id) {
    id = 'web-' + crypto.randomUUID();
    localStorage.setItem('dialclip.user', id);
  }
  return id;
}

function say(message) {
  status.textContent = message;
  status.hidden = !message;
}

async function token(user) {
  const response = await fetch('v3/directline/tokens/generate', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: { id: user } }),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error?.message ?? `the server answered ${response.status}`);
  return answer.token;
}

function styles() {
  const colour = dark.matches
    ? { card: '#1b2030', text: '#e8ebf4', quiet: '#a3acc2', accent: '#8fa6ff', bot: '#262c40', user: '#3654c6', userText: '#ffffff' }
    : { card: '#ffffff', text: '#1d2433', quiet: '#5b6478', accent: '#3654c6', bot: '#eef0f7', user: '#3654c6', userText: '#ffffff' };
  return {
    accent: colour.accent,
    backgroundColor: colour.card,
    bubbleBackground: colour.bot,
    bubbleBorderRadius: 14,
    bubbleBorderWidth: 0,
    bubbleTextColor: colour.text,
    bubbleImageHeight: 184,
    bubbleFromUserBackground: colour.user,
    bubbleFromUserBorderRadius: 14,
    bubbleFromUserBorderWidth: 0,
    bubbleFromUserTextColor: colour.userText,
    primaryFont: 'system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif',
    sendBoxBackground: colour.card,
    sendBoxTextColor: colour.text,
    sendBoxPlaceholderColor: colour.quiet,
    sendBoxButtonColor: colour.accent,
    sendBoxBorderTop: `solid 1px ${colour.bot}`,
    subtle: colour.quiet,
    timestampColor: colour.quiet,
    hideUploadButton: false,
  };
}

function render(directLine, user) {
  window.WebChat.renderWebChat({ directLine, userID: user, styleOptions: styles(), locale: 'en-US' }, chat);
}

async function start() {
  if (!window.WebChat) {
    say('Web Chat is missing: it is fetched from npm when the host is built. Run "./build.sh fetch" and start again.');
    return;
  }
  try {
    const user = userId();
    const directLine = window.WebChat.createDirectLine({ domain: new URL('v3/directline', location.href).href, token: await token(user) });
    // 2: connected. 3 and 4: the token has expired, or connecting failed for good.
    directLine.connectionStatus$.subscribe(state => {
      if (state === 2) document.documentElement.dataset.ready = 'true';
      say(state === 3 || state === 4 ? 'The connection to the bot is lost. Reload the page to begin a new conversation.' : '');
    });
    render(directLine, user);
    dark.addEventListener('change', () => render(directLine, user));
  } catch (error) {
    say(`The chat cannot begin: ${error.message}.`);
  }
}

start();
