// The command line of the package generator. Every mistake is collected, so that one run names all of them.
import { color, guid, host, httpsUrl, text, version, zipFile } from './checks.mjs';

const table = {
  'app-id': {
    shows: 'GUID',
    help: "the bot's Microsoft app id, the same as MicrosoftAppId in the host's settings",
    check: guid,
  },
  domain: { shows: 'HOST', help: 'where the pictures are served: the host of DialClip:Media:BaseUrl', check: host },
  developer: { shows: 'NAME', help: 'who runs this bot; at most 32 characters', check: text(32) },
  'website-url': { shows: 'URL', help: "the developer's page, https", check: httpsUrl },
  'privacy-url': { shows: 'URL', help: 'the privacy statement, https', check: httpsUrl },
  'terms-url': { shows: 'URL', help: 'the terms of use, https', check: httpsUrl },
  'manifest-id': {
    shows: 'GUID',
    help: 'the id of the app in Teams; the app id by default',
    check: guid,
    fallback: values => values['app-id'],
  },
  version: {
    shows: 'X.Y.Z',
    help: 'the version of the package; raise it for every upload',
    check: version,
    fallback: () => '1.0.0',
  },
  name: { shows: 'TEXT', help: "the bot's name; at most 30 characters", check: text(30), fallback: () => 'DialClip' },
  'full-name': {
    shows: 'TEXT',
    help: 'its long name, at most 100 characters; the name by default',
    check: text(100),
    fallback: values => values.name,
  },
  'short-description': {
    shows: 'TEXT',
    help: 'at most 80 characters',
    check: text(80),
    fallback: () => 'Answers a chat with the picture or text that fits.',
  },
  description: {
    shows: 'TEXT',
    help: 'at most 4000 characters',
    check: text(4000, { lines: true }),
    fallback: () =>
      'Write a message or send a picture, and this bot answers with the picture or text of its collection that fits ' +
      'best, or stays silent. In a team or a group chat, mention it. ' +
      "Say 'stop' and it is quiet in that conversation, until somebody says 'start'.",
  },
  'accent-color': { shows: '#RRGGBB', help: 'the colour behind the icon', check: color, fallback: () => '#3654c6' },
  template: {
    shows: 'FILE',
    help: 'a manifest template of your own, with the same {{placeholders}}',
    check: text(4096),
    fallback: () => undefined,
  },
  out: { shows: 'FILE', help: 'the package', check: zipFile, fallback: () => 'artifacts/teams/dialclip-bot.zip' },
};

/** Reads the command line: the value of every option, and what is wrong with it. */
export function readOptions(args) {
  const { given, problems } = collect(args);
  const values = Object.create(null);
  for (const [name, option] of Object.entries(table)) {
    if (given.has(name)) {
      const value = given.get(name);
      const expected = option.check(value);
      if (expected) problems.push(`--${name}: found '${value}', expected ${expected}`);
      values[name] = option.check === guid ? value.toLowerCase() : value;
    } else if (option.fallback) {
      values[name] = option.fallback(values);
    } else if (!problems.some(problem => problem.startsWith(`--${name}:`))) {
      problems.push(`--${name}: missing, expected ${option.help}`);
    }
  }
  return { values, problems };
}

export function usage() {
  const line = ([name, option]) => `  ${`--${name} ${option.shows}`.padEnd(26)}${option.help}`;
  const [required, optional] = [false, true].map(wanted =>
    Object.entries(table)
      .filter(([, option]) => Boolean(option.fallback) === wanted)
      .map(line)
      .join('\n'),
  );
  return (
    'Usage: ./build.sh teams-package OPTIONS\n\nMakes the app package that brings the bot into Teams. ' +
    `Required:\n\n${required}\n\nOptional:\n\n${optional}\n`
  );
}

// Node's own parser ends at the first mistake.
function collect(args) {
  const given = new Map(),
    problems = [];
  for (let at = 0; at < args.length; at++) {
    const [, name, inline] = /^--([a-z-]+)(?:=(.*))?$/s.exec(args[at]) ?? [];
    if (!name || !Object.hasOwn(table, name)) {
      problems.push(`'${args[at]}' is no option; './build.sh teams-package --help' lists them`);
      continue;
    }
    const value = inline ?? (args[at + 1]?.startsWith('--') ? undefined : args[++at]);
    if (value === undefined) problems.push(`--${name}: has no value, expected ${table[name].help}`);
    else if (given.has(name)) problems.push(`--${name}: given twice, '${given.get(name)}' and '${value}'`);
    else given.set(name, value);
  }
  return { given, problems };
}
