import { get, Refused, Unreachable } from './api.js';
import { reasonBadge, typeBadge } from './badges.js';
import { copyButtons, curl, grpcurl } from './commands.js';
import { byId, button, el, fill, keepFocus, stranger, words } from './dom.js';
import { count } from './format.js';
import { fragment, link as addressOf, RESERVATION } from './route.js';
import { ended, inFlight as inFlightText, isFleet, otherPods } from './reservation-pods.js';
import { timeAt } from './times.js';

/** The view of one reservation: a search field, and below it what is known. */

/** How often the view fills while the dead-letter queue is scanned. */
const FILL_SECONDS = 1;

export class ReservationView {
  #root = byId('reservation-known');
  #input = el('input', { type: 'search', id: 'reservation-id', placeholder: 'Reservation', 'aria-label': 'Look up a reservation', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', maxlength: '128' });
  #loads = 0;
  #pods = null;

  constructor() {
    const form = byId('reservation-search');
    fill(form, this.#input, button('Look up', () => {}, { type: 'submit', class: 'button' }));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submit(form);
    });
    this.#input.addEventListener('input', () => this.#input.setCustomValidity(''));
  }

  focus() {
    this.#input.focus();
    this.#input.select();
  }

  /** @param id of a reservation; null: nothing but the search field */
  show(id) {
    this.#root.hidden = id === null;
    if (id === null) {
      this.leave();
    } else {
      this.#input.value = id;
      this.#load(id, false);
    }
  }

  /** Stops what still fills the view. */
  leave() {
    this.#loads++;
    this.#root.removeAttribute('aria-busy');
  }

  #submit(form) {
    const id = this.#input.value.trim();
    this.#input.setCustomValidity(RESERVATION.test(id) ? '' : 'An identifier has 1 to 128 of A-Z a-z 0-9 . _ : -');
    if (!form.reportValidity()) {
      return;
    }
    const address = fragment({ view: 'reservation', id });
    if (location.hash === address) {
      this.show(id);
    } else {
      location.hash = address;
    }
  }

  /**
   * Shows what is known at once, and then the dead letters as a scan of their queue finds them.
   *
   * @param refresh whether to scan the queue although it was scanned within the last minute
   */
  async #load(id, refresh) {
    const load = ++this.#loads;
    this.#root.setAttribute('aria-busy', 'true');
    this.#pods = null;
    let drawn = null;
    this.#askPods(id, load, () => drawn && this.#draw(drawn));
    this.#say(id, 'Asking the worker and the reservation API.');
    this.#root.focus({ preventScroll: true });
    try {
      let wait = 0;
      let known;
      do {
        // The colon is valid in a path; the worker takes no percent sign there.
        known = await get(`reservations/${id}`, [['wait_seconds', wait], ...(refresh && wait === 0 ? [['refresh', 'true']] : [])]);
        if (load !== this.#loads) {
          return;
        }
        drawn = known;
        this.#draw(known);
        wait = FILL_SECONDS;
      } while (known.dead_letters.scan?.running && !known.dead_letters.error);
    } catch (failure) {
      if (!(failure instanceof Refused || failure instanceof Unreachable)) {
        throw failure;
      }
      if (load === this.#loads) {
        this.#say(id, `That did not work: ${failure.message}.`, 'bad');
      }
    } finally {
      if (load === this.#loads) {
        this.#root.removeAttribute('aria-busy');
      }
    }
  }

  /** The other pods, once for each look: what is known here does not wait for them. */
  async #askPods(id, load, redraw) {
    try {
      const known = await get(`reservations/${id}/pods`);
      if (load === this.#loads && isFleet(known)) {
        this.#pods = otherPods(known);
        redraw();
      }
    } catch (failure) {
      if (!(failure instanceof Refused || failure instanceof Unreachable)) {
        throw failure;
      }
      if (load === this.#loads) {
        this.#pods = bad({ code: 'not_asked', message: failure.message });
        redraw();
      }
    }
  }

  #say(id, text, tone = '') {
    keepFocus(this.#root, () => fill(this.#root, this.#top(id), el('p', { class: 'empty', data: { tone } }, text)));
  }

  #draw(known) {
    keepFocus(this.#root, () => fill(this.#root, this.#top(known.reservation_id), el('div', { class: 'reservation-parts' }, ...this.#parts(known))));
  }

  #top(id) {
    return el(
      'header',
      {},
      el('h2', {}, stranger(id)),
      button('Ask again', () => this.#load(id, false), { class: 'button small', id: 'reservation-again' }),
      el('span', { class: 'faint' }, 'Copy as'),
      ...copyButtons([
        ['link', () => addressOf({ view: 'reservation', id })],
        ['curl', () => curl(`reservations/${id}`)],
        ['grpcurl', () => grpcurl('GetOverview', { reservation_id: id }, 'ReservationService')],
      ]),
    );
  }

  #parts(known) {
    const { reservation_id: id, pod } = known;
    return [
      part('Now', 'at the reservation API', state(known.reservation)),
      part('In flight', `on ${pod}`, inFlight(known.in_work)),
      part('Dead letters', scanned(known.dead_letters), deadLetters(id, known.dead_letters), button('Scan again', () => this.#load(id, true), { class: 'button small quiet', id: 'reservation-scan' })),
      part('Outcomes', remembered(known.outcomes, pod), outcomes(known.outcomes)),
      ...(this.#pods ? [part('Other pods', 'in flight, and outcomes that they remember', this.#pods)] : []),
      part('Traces and logs', '', links(known)),
    ];
  }
}

function part(title, about, content, ...tools) {
  return el('section', { class: 'part' }, el('header', {}, el('h3', {}, title, ' ', about ? el('span', { class: 'faint' }, ...[about].flat()) : null), ...tools), content);
}

const nothing = (...text) => el('p', { class: 'muted' }, ...text);
const bad = (error) => el('p', { class: 'problem' }, el('b', {}, words(error.code)), ': ', stranger(error.message));

function state(reservation) {
  if (reservation.error) {
    return bad(reservation.error);
  }
  const { seat_ids: seats, quantity, hold_expires_at: hold } = reservation;
  const rows = [
    ['Status', el('b', { id: 'reservation-status' }, reservation.status)],
    ['Event', reservation.event_id && stranger(reservation.event_id)],
    ['Seats', seats ? stranger(seats.join(', ')) : quantity && count(quantity)],
    ['User', reservation.user_id && stranger(reservation.user_id)],
    ['Hold ends', hold && timeAt(hold)],
  ];
  return el('dl', { class: 'facts' }, rows.filter(([, value]) => value).map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]).flat());
}

function inFlight(messages) {
  return messages.length === 0
    ? nothing('None on this pod. Another pod may have some.')
    : el('ul', { class: 'reservation-list', id: 'reservation-in-flight' }, messages.map((message) => el('li', {}, ...inFlightText(message))));
}

const seenOf = (scan) => `${count(scan.scanned)} of about ${count(Math.max(scan.approximate_total, scan.scanned))} seen`;

function scanned({ scan }) {
  if (!scan) {
    return '';
  }
  return scan.running ? `${seenOf(scan)} so far, the scan goes on` : [scan.complete ? 'of all, ' : `${seenOf(scan)}, `, timeAt(scan.taken_at)];
}

function deadLetters(id, { scan, matched, letters, error }) {
  const list = el('a', { href: fragment({ view: 'dead-letters', filter: [['reservation_id', id]] }) }, 'Show in the list');
  return el(
    'div',
    {},
    error ? bad(error) : null,
    letters.length === 0
      ? none(scan)
      : el('ul', { class: 'reservation-list', id: 'reservation-dead-letters' }, letters.map(deadLetter)),
    matched > 0 ? nothing(matched > letters.length ? `and ${count(matched - letters.length)} more. ` : '', list) : null,
  );
}

function none(scan) {
  if (!scan) {
    return nothing('Not known: the dead-letter queue was not scanned within the last minute.');
  }
  return nothing(scan.complete ? 'None.' : scan.running ? 'None so far.' : `None among the ${seenOf(scan)}.`);
}

function deadLetter(head) {
  return el(
    'li',
    {},
    reasonBadge(head.reason),
    ' ',
    typeBadge(head.type),
    ' ',
    timeAt(head.died_at),
    ' ',
    stranger(head.detail ?? ''),
    ' ',
    el('a', { class: 'id', href: fragment({ view: 'dead-letters', id: head.id }) }, stranger(head.id)),
  );
}

function remembered({ capacity, remembered_since: since }, pod) {
  return since ? [`of the last ${count(capacity)} on ${pod}, since `, timeAt(since)] : `on ${pod}`;
}

function outcomes({ capacity, list, matched }) {
  if (capacity === 0) {
    return nothing('This worker remembers none: RECENT_OUTCOMES is 0.');
  }
  if (list.length === 0) {
    return nothing('None that this pod remembers. Another pod may have processed it, or it is too long ago: see the logs.');
  }
  return el(
    'div',
    {},
    el('ul', { class: 'reservation-list', id: 'reservation-outcomes' }, list.map((end) => el('li', {}, ...ended(end)))),
    matched > list.length ? nothing(`and ${count(matched - list.length)} more`) : null,
  );
}

function links({ traces, log_url: logs }) {
  const rows = traces.map((trace) => el('li', {}, trace.url ? link(trace.url, `Trace ${trace.trace_id}`) : stranger(`Trace ${trace.trace_id}`), ...(trace.log_url ? [' ', link(trace.log_url, 'Logs of this trace')] : [])));
  if (logs) {
    rows.push(el('li', {}, link(logs, 'Logs of this reservation')));
  }
  return rows.length === 0
    ? nothing('No trace is known. With LOG_URL_TEMPLATE, the logs are linked here.')
    : el('ul', { class: 'reservation-list', id: 'reservation-links' }, rows);
}

function link(href, text) {
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, text);
}
