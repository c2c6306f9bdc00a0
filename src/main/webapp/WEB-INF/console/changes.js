import { get, Refused, Unreachable } from './api.js';
import { byId, el, stranger } from './dom.js';
import { timeAt } from './times.js';

/** Who the operator is, and what operators have changed at this worker; requested only while it is on the screen. */

const PERIOD = 10_000;
const SHOWN = 20;

export class Changes {
  #panel = byId('changes');
  #body = el('tbody');
  #askedAt = -PERIOD;

  constructor() {
    const heads = ['When', 'Operator', 'Address', 'Change', 'Selected', 'Result'].map((text) => el('th', { scope: 'col' }, text));
    this.#panel.append(
      el('header', {}, el('h2', {}, 'Changes by operators')),
      el('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'Changes by operators' }, el('table', { class: 'jobs' }, el('thead', {}, el('tr', {}, heads)), this.#body)),
    );
  }

  /** Hides what a token of the role read may not do. */
  async begin() {
    this.#askedAt = -PERIOD;
    const me = await answered('me');
    if (me) {
      document.body.dataset.role = me.role;
      byId('leave').title = `Forget the token of ${me.name}`;
    }
  }

  async show() {
    const now = performance.now();
    if (byId('view-live').hidden || document.hidden || now - this.#askedAt < PERIOD) {
      return;
    }
    this.#askedAt = now;
    const audit = await answered('audit');
    if (audit) {
      this.#panel.hidden = audit.changes.length === 0;
      this.#body.replaceChildren(...audit.changes.slice(0, SHOWN).map(row));
    }
  }
}

/** The answer; undefined if there is none, which the status reports at the top of the page. */
async function answered(path) {
  try {
    return await get(path);
  } catch (failure) {
    if (!(failure instanceof Refused || failure instanceof Unreachable)) {
      throw failure;
    }
    return undefined;
  }
}

function row(change) {
  return el(
    'tr',
    {},
    el('td', { class: 'when' }, timeAt(change.at)),
    el('td', {}, stranger(change.operator)),
    el('td', {}, change.address),
    el('td', {}, stranger(change.action)),
    el('td', { class: 'selected' }, stranger(change.selection)),
    el('td', { class: 'selected' }, stranger(change.result)),
  );
}
