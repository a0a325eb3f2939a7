// Dark or light: as the system has it, until the button decides; then that is remembered.
const KEPT = 'dialclip.theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');
const root = document.documentElement;

function show() {
  const chosen = localStorage.getItem(KEPT);
  const dark = chosen ? chosen === 'dark' : system.matches;
  root.dataset.theme = dark ? 'dark' : 'light';
  document.getElementById('theme').setAttribute('aria-pressed', String(dark));
}

document.getElementById('theme').addEventListener('click', () => {
  const next = root.dataset.theme === 'dark' ? 'light' : 'dark';
  // What the system has anyway needs no remembering, and goes on following it.
  if ((next === 'dark') === system.matches) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, next);
  show();
});
system.addEventListener('change', show);
show();
