import { el } from './dom.js';
import { Question } from './dialog.js';

const KEY = 'console.keys';

/**
 * Keyboard shortcuts: one key each, disabled during text input and while a dialog is open. They can be switched off,
 * because voice input types single letters; Escape stays.
 */
export class Keys {
  #shortcuts = [];
  #isOn = remembered();

  constructor() {
    document.addEventListener('keydown', (event) => this.#press(event));
  }

  /** @param keys as in `KeyboardEvent.key`; the first one is shown */
  on(keys, text, act, isPossible = () => true) {
    this.#shortcuts.push({ keys, text, act, isPossible });
  }

  help() {
    const question = new Question('Keyboard', 'help-dialog');
    const on = el('input', { type: 'checkbox', id: 'keys-on', on: { change: () => this.#switch(on.checked) } });
    on.checked = this.#isOn;
    question.show(
      el('label', { class: 'choice' }, on, 'Single keys do what is listed here'),
      el('dl', { class: 'keys' }, this.#shortcuts.map(({ keys, text }) => [el('dt', {}, keys.map((key) => el('kbd', {}, NAMES[key] ?? key))), el('dd', {}, text)]).flat()),
      el('p', { class: 'muted' }, 'In the list, the arrow keys, Home and End move, Enter opens and Space selects in any case.'),
    );
    question.offer();
  }

  #switch(isOn) {
    this.#isOn = isOn;
    try {
      localStorage.setItem(KEY, isOn ? 'on' : 'off');
    } catch {
      // The choice then lasts as long as the page.
    }
  }

  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || document.querySelector('dialog[open]')) {
      return;
    }
    if (event.target.closest('input:not([type=checkbox]), select, textarea')) {
      if (event.key === 'Escape') {
        event.target.blur();
      }
      return;
    }
    // Enter and space belong to what has the focus, if it does something by itself.
    if (event.target.closest('button, a, input, summary') && (event.key === 'Enter' || event.key === ' ')) {
      return;
    }
    if (!this.#isOn && event.key !== 'Escape') {
      return;
    }
    const shortcut = this.#shortcuts.find(({ keys, isPossible }) => keys.includes(event.key) && isPossible());
    if (shortcut) {
      event.preventDefault();
      shortcut.act();
    }
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

const NAMES = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc', ' ': 'Space' };
