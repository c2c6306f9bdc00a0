import { el } from './dom.js';

/**
 * A field that holds an action back until a word is typed into it.
 *
 * @param word what has to be typed; separators in a number do not matter
 * @param go the button of the action
 */
export function typedWord(word, go) {
  const field = el('input', { type: 'text', id: 'confirm', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', inputmode: /^\d+$/.test(word) ? 'numeric' : 'text' });
  go.disabled = true;
  field.addEventListener('input', () => (go.disabled = field.value.replace(/[\s,.]/g, '') !== word));
  field.addEventListener('keydown', (event) => event.key === 'Enter' && go.click());
  return { field, label: el('label', { class: 'confirm' }, el('span', {}, 'Type ', el('b', {}, word), ' to go on'), field) };
}
