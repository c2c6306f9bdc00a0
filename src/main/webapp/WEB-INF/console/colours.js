import { byId, icon } from './dom.js';

/** The colours of the style sheet for the canvas, and the switch between light and dark. */

const KEY = 'console.theme';
const ORDER = ['system', 'light', 'dark'];
const LABELS = { system: 'Colours as the system has them', light: 'Light', dark: 'Dark' };

const listeners = [];
const probe = document.createElement('i');
let known = new Map();

/** The current value of a colour of the style sheet, as `rgb(…)`. */
export function colour(tone) {
  if (!known.has(tone)) {
    probe.style.color = `var(--${tone})`;
    known.set(tone, getComputedStyle(probe).color);
  }
  return known.get(tone);
}

/** The same colour, nearly transparent. */
export const veil = (tone) => colour(tone).replace('rgb(', 'rgba(').replace(')', ', 0.13)');

export function whenColoursChange(listener) {
  listeners.push(listener);
}

function changed() {
  known = new Map();
  listeners.forEach((listener) => listener());
}

const chosen = () => document.documentElement.dataset.theme ?? 'system';

function show() {
  const switcher = byId('theme');
  switcher.replaceChildren(icon(chosen()));
  switcher.title = `${LABELS[chosen()]} (t)`;
  switcher.setAttribute('aria-label', `Colours: ${LABELS[chosen()]}`);
}

/** Switches from system to light, to dark, and back to system. */
export function nextColours() {
  const next = ORDER[(ORDER.indexOf(chosen()) + 1) % ORDER.length];
  if (next === 'system') {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = next;
  }
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // The choice then lasts as long as the page.
  }
  show();
  changed();
}

export function startColours() {
  probe.hidden = true;
  document.body.append(probe);
  byId('theme').addEventListener('click', nextColours);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  show();
}
