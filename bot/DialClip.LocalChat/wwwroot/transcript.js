// Web Chat, in this page's colours, with the reasons under the messages that carry them.
import './why.js';

// The style sheet holds the colours of both themes, so a change of theme needs no new rendering.
const styleOptions = {
  accent: 'var(--accent)',
  backgroundColor: 'var(--card)',
  bubbleBackground: 'var(--bubble)',
  bubbleBorderRadius: 14,
  bubbleBorderWidth: 0,
  bubbleTextColor: 'var(--text)',
  bubbleImageHeight: 184,
  bubbleMinHeight: 42,
  bubbleMinWidth: 120,
  bubbleFromUserBackground: 'var(--own)',
  bubbleFromUserBorderRadius: 14,
  bubbleFromUserBorderWidth: 0,
  bubbleFromUserTextColor: 'var(--own-text)',
  cardEmphasisBackgroundColor: 'var(--bubble)',
  groupTimestamp: 60000,
  paddingRegular: 12,
  primaryFont: 'inherit',
  richCardWrapTitle: true,
  sendBoxBackground: 'var(--card)',
  sendBoxBorderTop: 'solid 1px var(--line)',
  sendBoxButtonColor: 'var(--accent)',
  sendBoxButtonShadeColor: 'transparent',
  sendBoxButtonColorOnHover: 'var(--accent)',
  sendBoxButtonShadeColorOnHover: 'var(--bubble)',
  sendBoxHeight: 52,
  sendBoxPlaceholderColor: 'var(--quiet)',
  sendBoxTextColor: 'var(--text)',
  sendBoxTextWrap: true,
  subtle: 'var(--quiet)',
  timestampColor: 'var(--quiet)',
  transcriptActivityVisualKeyboardIndicatorColor: 'var(--accent)',
  transcriptVisualKeyboardIndicatorColor: 'var(--accent)',
  typingAnimationDuration: 8000,
  uploadAccept: 'image/*',
};

// Web Chat's bundle does not export its React. An element is a plain object of this shape, which is all that the page's
// own elements need.
const element = (type, key, props) => ({
  $$typeof: Symbol.for('react.element'),
  type,
  key,
  ref: null,
  props,
  _owner: null,
});

const withReasons =
  () =>
  next =>
  (...setup) => {
    const render = next(...setup);
    const { activity } = setup[0];
    const reasons = activity.from?.role === 'bot' && activity.channelData?.dialclip;
    if (!render || !reasons) return render;
    return (...args) => [render(...args), element('dialclip-why', 'why', { 'data-reasons': JSON.stringify(reasons) })];
  };

export function render(directLine, { id }, user, place) {
  // A conversation of its own key begins with an empty transcript.
  window.WebChat.renderWebChat(
    {
      key: id,
      directLine,
      store: window.WebChat.createStore(),
      userID: user,
      styleOptions,
      activityMiddleware: withReasons,
      locale: 'en-US',
    },
    place,
  );
}

export const focusSendBox = () => document.querySelector('[data-id="webchat-sendbox-input"]')?.focus();
