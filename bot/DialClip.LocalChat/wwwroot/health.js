// Asks the host, now and then, whether it is there and whether its model is loaded.
const SOON = 2000;
const LATER = 8000;

// tell(now, before) is called on every change; the states are 'away', 'loading' and 'ready'.
export function watch(tell) {
  let last;
  async function look() {
    let now;
    try {
      const response = await fetch('healthz/ready', { cache: 'no-store' });
      now = response.ok ? 'ready' : 'loading';
    } catch {
      now = 'away';
    }
    const before = last;
    last = now;
    if (now !== before) tell(now, before);
    setTimeout(look, now === 'ready' ? LATER : SOON);
  }
  look();
}
