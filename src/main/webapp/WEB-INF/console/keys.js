import { el } from './dom.js';
import { Question } from './dialog.js';

/** Shortcuts: one key each, off while somebody types or is asked something. */
export class Keys {
  #shortcuts = [];

  constructor() {
    document.addEventListener('keydown', (event) => this.#press(event));
  }

  /** @param keys as `KeyboardEvent.key` names them; the first is the one that is shown */
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
    // Enter and blank belong to the button or link that has the focus.
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
