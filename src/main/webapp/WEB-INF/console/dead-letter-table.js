import { byId, el, stranger, words } from './dom.js';
import { bytes, count } from './format.js';
import { reasonBadge, typeBadge } from './badges.js';
import { instant, isNear, left, timeSince } from './times.js';

/**
 * The rows of dead letters. One row is in the order of Tab, the current one; arrow keys, Home and End move, Enter
 * opens, Space selects, whether the page's shortcuts are on or off.
 */
export class DeadLetterTable {
  #body = el('tbody');
  #all = el('input', { type: 'checkbox', 'aria-label': 'Select every dead letter shown' });
  #rows = [];
  #selected = new Set();
  #current = -1;
  #acts;

  root;

  /** @param acts callbacks `open(head)`, `step(step)`, `changed()` */
  constructor(acts) {
    this.#acts = acts;
    this.#all.addEventListener('change', () => this.selectAll(this.#all.checked));
    this.#body.addEventListener('keydown', (event) => this.#press(event));
    const heads = [
      el('th', { class: 'pick', scope: 'col' }, this.#all),
      ...['Reason', 'Reservation', 'Type', 'Detail'].map((text) => el('th', { scope: 'col' }, text)),
      ...['Died', 'Tries', 'Size'].map((text) => el('th', { scope: 'col', class: 'number' }, text)),
    ];
    this.root = el('table', { class: 'dead', role: 'grid', 'aria-label': 'Dead letters', 'aria-multiselectable': 'true' }, el('thead', {}, el('tr', {}, heads)), this.#body);
  }

  get size() {
    return this.#rows.length;
  }

  get selectedIds() {
    return [...this.#selected];
  }

  get selectedHeads() {
    return this.#rows.filter(({ head }) => this.#selected.has(head.id)).map(({ head }) => head);
  }

  get hasFocus() {
    return this.#body.contains(document.activeElement);
  }

  empty() {
    this.#rows = [];
    this.#selected.clear();
    this.#current = -1;
    this.#body.replaceChildren();
  }

  add(heads) {
    heads.forEach((head) => {
      const row = this.#row(head, this.#rows.length);
      this.#rows.push({ head, row });
      this.#body.append(row);
    });
    this.#stop();
  }

  /** What an operator has done with the rows; `restore` applies it to rows that took their place. */
  state() {
    return { selected: new Set(this.#selected), current: this.#rows[this.#current]?.head.id };
  }

  restore({ selected, current }) {
    this.#rows.forEach(({ head }, index) => {
      if (selected.has(head.id)) {
        this.#mark(index, true);
      }
    });
    this.#current = this.#rows.findIndex(({ head }) => head.id === current);
    this.#rows[this.#current]?.row.setAttribute('aria-current', 'true');
    this.#stop();
    this.#tell();
  }

  /** @param id of the dead letter that becomes current, if it is shown */
  mark(id) {
    const index = this.#rows.findIndex(({ head }) => head.id === id);
    if (index >= 0) {
      this.#move(index);
    }
  }

  #row(head, index) {
    const pick = el('input', { type: 'checkbox', tabindex: '-1', 'aria-label': `Select dead letter ${head.id}`, on: { click: (event) => event.stopPropagation(), change: () => this.#select(index, pick.checked) } });
    const name = [words(head.reason), head.reservation_id ?? 'no reservation', words(head.type)].join(', ');
    return el(
      'tr',
      { tabindex: '-1', 'aria-label': name, 'aria-selected': 'false', data: { id: head.id }, on: { click: () => this.#openAt(index) } },
      el('td', { class: 'pick', on: { click: (event) => event.stopPropagation() } }, pick),
      el('td', { class: 'reason' }, reasonBadge(head.reason)),
      el('td', { class: 'id' }, head.reservation_id ? stranger(head.reservation_id) : el('span', { class: 'faint' }, 'none')),
      el('td', { class: 'kind' }, typeBadge(head.type)),
      el('td', { class: 'detail' }, stranger(head.detail || '', { title: head.detail })),
      el('td', { class: 'number died' }, timeSince(head.died_at), isNear(head.expires_at) ? el('span', { class: 'kept', data: { tone: 'bad' }, title: `The queue deletes it at ${instant(head.expires_at)}` }, ` ${left(head.expires_at)} left`) : null),
      el('td', { class: 'number tries' }, count(head.attempts || null)),
      el('td', { class: 'number size' }, bytes(head.body_bytes)),
    );
  }

  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input')) {
      return;
    }
    const act = {
      ArrowDown: () => this.#acts.step(1),
      ArrowUp: () => this.#acts.step(-1),
      Home: () => this.#acts.step(-this.#rows.length),
      End: () => this.#acts.step(this.#rows.length),
      Enter: () => this.openCurrent(),
      ' ': () => this.toggleCurrent(),
    }[event.key];
    if (act) {
      event.preventDefault();
      const index = this.#rows.findIndex(({ row }) => row === event.target.closest('tr'));
      this.#current = index < 0 ? this.#current : index;
      act();
    }
  }

  #openAt(index) {
    if (index >= 0 && index < this.#rows.length) {
      this.#move(index);
      this.#acts.open(this.#rows[index].head);
    }
  }

  openCurrent() {
    this.#openAt(this.#current);
  }

  /** @param step rows down; negative: up */
  step(step) {
    if (this.#rows.length > 0) {
      this.#move(Math.min(Math.max(this.#current + step, 0), this.#rows.length - 1));
    }
  }

  #move(index) {
    this.#rows.forEach(({ row }) => row.removeAttribute('aria-current'));
    this.#current = index;
    const { row } = this.#rows[index];
    row.setAttribute('aria-current', 'true');
    this.#stop();
    if (!byId('drawer').contains(document.activeElement)) {
      row.focus({ preventScroll: true });
    }
    row.scrollIntoView({ block: 'nearest' });
  }

  /** The one row that Tab stops at. */
  #stop() {
    const stop = Math.max(this.#current, 0);
    this.#rows.forEach(({ row }, index) => {
      row.tabIndex = index === stop ? 0 : -1;
      row.querySelector('input').tabIndex = row.tabIndex;
    });
  }

  /** Gives the focus to the current row, or the first; false if there is none. */
  focusCurrent() {
    const found = this.#rows[Math.max(this.#current, 0)];
    found?.row.focus({ preventScroll: true });
    return found !== undefined;
  }

  toggleCurrent() {
    const deadLetter = this.#rows[this.#current];
    if (deadLetter) {
      this.#select(this.#current, !this.#selected.has(deadLetter.head.id));
    }
  }

  toggleAll() {
    this.selectAll(this.#selected.size < this.#rows.length);
  }

  selectAll(chosen) {
    this.#rows.forEach((_, index) => this.#mark(index, chosen));
    this.#tell();
  }

  #select(index, chosen) {
    this.#mark(index, chosen);
    this.#tell();
  }

  #mark(index, chosen) {
    const { head, row } = this.#rows[index];
    row.querySelector('input').checked = chosen;
    row.toggleAttribute('data-selected', chosen);
    row.setAttribute('aria-selected', String(chosen));
    if (chosen) {
      this.#selected.add(head.id);
    } else {
      this.#selected.delete(head.id);
    }
  }

  #tell() {
    const chosen = this.#selected.size;
    this.#all.checked = chosen > 0 && chosen === this.#rows.length;
    this.#all.indeterminate = chosen > 0 && chosen < this.#rows.length;
    this.#acts.changed();
  }
}
