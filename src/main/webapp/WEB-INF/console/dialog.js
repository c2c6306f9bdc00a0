import { button, el, fill } from './dom.js';

/** A modal dialog. The browser keeps the focus inside and closes it with Escape. */
export class Question {
  #root;
  #content = el('div', { class: 'dialog-body' });
  #buttons = el('footer');

  constructor(title, id) {
    this.#root = el('dialog', { class: 'dialog', id, 'aria-label': title }, el('h2', {}, title), this.#content, this.#buttons);
    this.#root.addEventListener('close', () => this.#root.remove());
    document.body.append(this.#root);
    this.#root.showModal();
  }

  get isOpen() {
    return this.#root.open;
  }

  show(...content) {
    fill(this.#content, ...content);
  }

  /** @param action `{text, tone, act}`; without one, the dialog can only be closed */
  offer(action) {
    const out = button(action ? 'Cancel' : 'Close', () => this.close(), { class: 'button quiet' });
    const go = action && button(action.text, () => action.act(go), { class: `button ${action.tone}`, id: 'go' });
    fill(this.#buttons, out, go);
    (go ?? out).focus();
    return go;
  }

  close() {
    this.#root.close();
  }
}
