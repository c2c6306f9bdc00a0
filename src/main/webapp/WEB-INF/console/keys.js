import { el } from './dom.js';
import { Question } from './dialog.js';

/** Keyboard shortcuts: one key each, disabled during text input and while a dialog is open. */
export class Keys {
  #shortcuts = [];

  constructor() {
    document.addEventListener('keydown', (event) => this.#press(event));
  }

  /** @param keys as in `KeyboardEvent.key`; the first one is shown */
  on(keys, text, act, isPossible = () => true) {
    this.#shortcuts.push({ keys, text, act, isPossible });
  }

  help() {
    const question = new Question('Keyboard', 'help-dialog');
    question.show(el('dl', { class: 'keys' }, this.#shortcuts.map(({ keys, text }) => [el('dt', {}, keys.map((key) => el('kbd', {}, NAMES[key] ?? key))), el('dd', {}, text)]).flat()));
    question.offer();
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
    // Enter and space belong to the button or link that has the focus.
    if (event.target.closest('button, a, input') && (event.key === 'Enter' || event.key === ' ')) {
      return;
    }
    const shortcut = this.#shortcuts.find(({ keys, isPossible }) => keys.includes(event.key) && isPossible());
    if (shortcut) {
      event.preventDefault();
      shortcut.act();
    }
  }
}

const NAMES = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc', ' ': 'Space' };
