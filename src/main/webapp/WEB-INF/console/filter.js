import { el, keepFocus, stranger, words } from './dom.js';
import { count } from './format.js';
import { reasonTone } from './badges.js';

/** The filter of dead letters: reasons and types by chips, a reservation, an age; and text to search for, and the order. */

const AGES = [
  ['any age', ''],
  ['died within 15 min', 'max:900'],
  ['died within 1 h', 'max:3600'],
  ['died within 24 h', 'max:86400'],
  ['dead for over 1 h', 'min:3600'],
  ['dead for over 24 h', 'min:86400'],
  ['dead for over 7 d', 'min:604800'],
];

const TYPES = ['approved', 'expired', 'failed', 'unknown'];

const ORDERS = [
  ['newest first', ''],
  ['oldest first', 'oldest'],
  ['most tries first', 'most_attempts'],
  ['by reason', 'reason'],
  ['by reservation', 'reservation'],
];

export class Filter {
  #reasons = new Set();
  #types = new Set();
  #chips = el('div', { class: 'chips', role: 'group', 'aria-label': 'Reasons' });
  #typeChips = el('div', { class: 'chips small', role: 'group', 'aria-label': 'Types' });
  #reservation = el('input', { type: 'search', id: 'filter-reservation', placeholder: 'Reservation id', title: 'A whole id; for a part of one, use the search', 'aria-label': 'Reservation, whole id', spellcheck: 'false', autocomplete: 'off', maxlength: '128' });
  #age = el('select', { id: 'filter-age', 'aria-label': 'Age' }, AGES.map(([text, value]) => el('option', { value }, text)));
  #search = el('input', { type: 'search', id: 'filter-search', placeholder: 'Search', title: 'Part of an id, a reservation, a detail or a body', 'aria-label': 'Search in ids, reservations, details and bodies', spellcheck: 'false', autocomplete: 'off', maxlength: '200' });
  #order = el('select', { id: 'filter-order', 'aria-label': 'Order' }, ORDERS.map(([text, value]) => el('option', { value }, text)));
  #changed;

  constructor(parent, changed) {
    this.#changed = changed;
    this.#reservation.addEventListener('change', changed);
    this.#reservation.addEventListener('search', changed);
    this.#search.addEventListener('change', changed);
    this.#search.addEventListener('search', changed);
    this.#age.addEventListener('change', changed);
    this.#order.addEventListener('change', changed);
    parent.append(this.#chips, el('div', { class: 'narrow' }, this.#typeChips, this.#search, this.#reservation, this.#age, this.#order));
  }

  focus() {
    this.#reservation.focus();
    this.#reservation.select();
  }

  /** Whether rows are held back because their reservation is not this one. */
  get hasReservation() {
    return this.#reservation.value.trim() !== '';
  }

  get isEmpty() {
    return Object.keys(this.selection()).length === 0 && !this.hasSearch;
  }

  /** Whether the list shows less than the selection: a job takes a selection, not a search. */
  get hasSearch() {
    return this.#search.value.trim() !== '';
  }

  clear() {
    this.#reasons.clear();
    this.#types.clear();
    this.#reservation.value = '';
    this.#search.value = '';
    this.#age.value = '';
    this.#changed();
  }

  /** The filter without the search, in the form of /admin; empty parts are left out. */
  selection() {
    const selection = {};
    if (this.#reasons.size > 0) {
      selection.reasons = [...this.#reasons];
    }
    if (this.#types.size > 0) {
      selection.types = [...this.#types];
    }
    if (this.#reservation.value.trim() !== '') {
      selection.reservation_id = this.#reservation.value.trim();
    }
    const [bound, seconds] = this.#age.value.split(':');
    if (seconds) {
      selection[`${bound}_age_seconds`] = Number(seconds);
    }
    return selection;
  }

  /** Filter, search and order as query parameters of the list. */
  parameters() {
    const { reasons = [], types = [], ...rest } = this.selection();
    return [
      ...reasons.map((reason) => ['reason', reason]),
      ...types.map((type) => ['type', type]),
      ...Object.entries(rest),
      ...(this.hasSearch ? [['search', this.#search.value.trim()]] : []),
      ...(this.#order.value ? [['sort', this.#order.value]] : []),
    ];
  }

  /** @param parameters as `parameters` gives them; what the page does not offer is left out */
  set(parameters) {
    const all = (name) => parameters.filter(([key]) => key === name).map(([, value]) => value);
    this.#reasons = new Set(all('reason'));
    this.#types = new Set(all('type'));
    this.#reservation.value = all('reservation_id')[0] ?? '';
    this.#search.value = all('search')[0] ?? '';
    this.#order.value = ORDERS.map(([, value]) => value).find((value) => value === all('sort')[0]) ?? '';
    const ages = [...all('max_age_seconds').map((seconds) => `max:${seconds}`), ...all('min_age_seconds').map((seconds) => `min:${seconds}`)];
    this.#age.value = AGES.map(([, value]) => value).find((value) => ages.includes(value)) ?? '';
  }

  /** @param summary the counts of all dead letters, whatever the filter */
  show(summary) {
    const reasons = Object.entries(summary.by_reason).sort(([, one], [, other]) => other - one);
    // A chosen reason stays visible so that it can be removed, even after its last dead letter is gone.
    this.#reasons.forEach((reason) => reason in summary.by_reason || reasons.push([reason, 0]));
    keepFocus(this.#chips, () => this.#chips.replaceChildren(...reasons.map(([reason, number]) => this.#chip(this.#reasons, reason, number, reasonTone(reason)))));
    const types = TYPES.filter((type) => type in summary.by_type || this.#types.has(type));
    keepFocus(this.#typeChips, () => this.#typeChips.replaceChildren(...types.map((type) => this.#chip(this.#types, type, summary.by_type[type] ?? 0, 'idle'))));
  }

  #chip(chosen, word, number, tone) {
    return el(
      'button',
      {
        type: 'button',
        class: 'chip',
        data: { tone, word, key: word },
        'aria-pressed': String(chosen.has(word)),
        on: {
          click: (event) => {
            if (!chosen.delete(word)) {
              chosen.add(word);
            }
            event.currentTarget.setAttribute('aria-pressed', String(chosen.has(word)));
            this.#changed();
          },
        },
      },
      stranger(words(word)),
      el('b', {}, count(number)),
    );
  }
}
