// Checks of the values of a Teams app package. Each returns what was expected, or undefined where the value is valid.

export function guid(value) {
  const isGuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(value);
  if (!isGuid || /^[0-]*$/.test(value)) return 'a GUID such as 3f2b8c1e-6d4a-4e0b-9c57-2a1f0d8e7b64';
}

// Teams loads pictures from there for everybody: a wildcard would trust neighbours, and this machine is nobody else's.
export function host(value) {
  if (!isPublicHost(value))
    return (
      'the public name of a host, such as bot.example.com: no scheme, port, path, wildcard, IP address or name of ' +
      'this machine; an international name as punycode (xn--...)'
    );
}

export function httpsUrl(value) {
  let url;
  try {
    url = new URL(value);
  } catch {
    /* said below */
  }
  if (value.length > 2048 || url?.protocol !== 'https:' || url.username || url.password || !isPublicHost(url.hostname))
    return 'a public https:// address of at most 2048 characters, without a user name';
}

export function text(most, { lines = false } = {}) {
  return value => {
    const shown = lines ? value.replaceAll('\n', '') : value;
    if (value.trim() !== value || value.length === 0 || value.length > most || /[\u0000-\u001f\u007f]/.test(shown))
      return (
        `1 to ${most} characters (found ${value.length})${lines ? '' : ' on one line'}, ` +
        'without control characters or blanks at its ends'
      );
  };
}

export function color(value) {
  if (!/^#[0-9a-f]{6}$/i.test(value)) return 'a colour such as #3654c6';
}

export function version(value) {
  if (!/^(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})\.(0|[1-9]\d{0,8})$/.test(value))
    return 'a version of three numbers, such as 1.0.0';
}

export function zipFile(value) {
  if (!/[^/]\.zip$/.test(value)) return 'the name of a .zip file';
}

function isPublicHost(name) {
  const labels = name.toLowerCase().split('.');
  return (
    name.length <= 253 &&
    labels.length > 1 &&
    labels.every(label => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) &&
    // An IP address ends in a number; the others are names that no public directory knows.
    !/^\d+$/.test(labels.at(-1)) &&
    !['localhost', 'local', 'localdomain', 'internal', 'lan', 'test', 'invalid'].includes(labels.at(-1))
  );
}
