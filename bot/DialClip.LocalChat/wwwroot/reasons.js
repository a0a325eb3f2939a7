// The codes of the policy and of the experiment, in words.
const DECISIONS = {
  'picture-best': 'A picture was wanted, and this one fits best.',
  'text-best': 'A text was wanted, and this one fits best.',
  'picture-instead-of-text': 'A text was wanted, but no text fits well enough; this picture does.',
  'text-instead-of-picture': 'A picture was wanted, but none can be sent; this text fits.',
  'silence-intent': 'This looks like a message that wants no picture and no text, so the word went to the host bot.',
  'no-candidates': 'The catalog holds nothing to answer with, so the word went to the host bot.',
  'below-min-score': 'Nothing in the catalog fits well enough, so the word went to the host bot.',
  'recently-sent': 'What fits was sent a short while ago, so the word went to the host bot.',
  'nothing-to-answer': 'The message holds neither a text nor a picture that can be used.',
  'not-addressed': 'The message was not for the bot.',
  stopped: 'The plugin was told to stop in this conversation.',
  'mode-off': 'The settings switch the plugin off here.',
  'gate-closed': 'A rule of the host switched the plugin off for this message.',
  'gate-failed': 'A rule of the host could not be asked.',
  'budget-spent': 'Looking for an answer took too long, so the word went to the host bot.',
  'conversation-busy': 'Earlier messages of this conversation took too long, so the word went to the host bot.',
  'retrieval-failed': 'The model could not be asked, so the word went to the host bot.',
  'send-failed': 'The reply could not be sent.',
  'stop-command': 'The message told the plugin to stop.',
  'start-command': 'The message told the plugin to start again.',
};

const VARIANTS = {
  'no-experiment': 'no experiment runs',
  disabled: 'the experiment is switched off',
  user: 'the settings name this user',
  percentile: 'drawn by its share',
  default: 'the variant for all others',
};

export const decision = code => DECISIONS[code] ?? (code ? `The policy decided “${code}”.` : '');
export const variant = code => VARIANTS[code] ?? code;
