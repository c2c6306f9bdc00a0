/**
 * Builds elements without markup: whatever is not a node becomes text, so that content from an event is never parsed as
 * HTML.
 */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * Creates an element. Properties: `class`, `data` (an object), `on` (listeners by event), anything else is an
 * attribute; `false`, `null` and `undefined` omit an attribute. Children that are null or false are omitted.
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'on') {
      Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    } else if (name === 'data') {
      Object.assign(element.dataset, value);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  fill(element, ...children);
  return element;
}

/** Replaces the children of an element. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
}

/** Untrusted text, isolated so that its writing direction cannot reverse the text beside it. */
export function stranger(text, properties = {}) {
  return el('bdi', { ...properties, class: `stranger ${properties.class ?? ''}`.trim() }, String(text));
}

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#i-${name}`);
  svg.append(use);
  return svg;
}

export function button(text, listener, properties = {}) {
  return el('button', { type: 'button', class: 'button', ...properties, on: { click: listener } }, text);
}

export const byId = (id) => document.getElementById(id);

/** A machine-readable word as text: `release_seats` becomes "release seats". */
export const words = (word) => word.replaceAll('_', ' ');

/** The same with a capital letter, for the beginning of a sentence. */
export const sentence = (word) => word.charAt(0).toUpperCase() + words(word).slice(1);

/**
 * Redraws an element, and gives the focus back to what had it: the element with the same id or `data-key`, else the
 * first that can have it.
 */
export function keepFocus(root, redraw) {
  const focused = root.contains(document.activeElement) ? document.activeElement : null;
  redraw();
  if (focused && !focused.isConnected) {
    const { id } = focused;
    const { key } = focused.dataset;
    const same = id ? byId(id) : key ? root.querySelector(`[data-key="${CSS.escape(key)}"]`) : null;
    (same ?? root.querySelector('button, a, input, [tabindex="0"]') ?? root).focus({ preventScroll: true });
  }
}

/** Shows a short notification. */
export function toast(text, tone = 'idle') {
  const note = el('p', { class: 'toast', data: { tone } }, text);
  byId('toasts').append(note);
  setTimeout(() => note.remove(), tone === 'bad' ? 12_000 : 6_000);
}
