import { get, Refused, Unreachable } from './api.js';
import { byId, button, el, fill, icon, stranger, words } from './dom.js';
import { count, duration, plural } from './format.js';
import { reasonBadge, typeBadge } from './badges.js';

/** What is known of one reservation: a search field, and beside the views a panel with the answer. */

const SHAPE = /^(?!\.+$)[A-Za-z0-9._:-]{1,128}$/;
const OUTCOMES = { success: 'good', skipped: 'idle', ignored: 'idle', retried: 'warn', dropped: 'warn' };

/**
 * @param keys shortcuts of the page
 * @param isOpen whether the page shows more than its login form
 */
export function startStory(keys, isOpen) {
  const story = new Story();
  keys.on(['s'], 'look up a reservation', () => story.focus(), isOpen);
}

class Story {
  #root = byId('story');
  #id = el('input', { type: 'search', id: 'story-id', placeholder: 'Reservation', 'aria-label': 'Look up a reservation', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', maxlength: '128' });
  #shows = 0;

  constructor() {
    const form = byId('story-search');
    fill(form, this.#id, button('Look up', () => {}, { type: 'submit', class: 'button small' }));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const id = this.#id.value.trim();
      this.#id.setCustomValidity(SHAPE.test(id) ? '' : 'An identifier has 1 to 128 of A-Z a-z 0-9 . _ : -');
      if (form.reportValidity()) {
        this.#show(id, false);
      }
    });
    this.#id.addEventListener('input', () => this.#id.setCustomValidity(''));
    this.#root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') {
        event.preventDefault();
        this.#close();
      }
    });
  }

  focus() {
    this.#id.focus();
    this.#id.select();
  }

  #close() {
    this.#shows++;
    this.#root.hidden = true;
    this.#id.focus();
  }

  /** @param refresh whether the dead-letter queue is scanned first */
  async #show(id, refresh) {
    const show = ++this.#shows;
    this.#root.hidden = false;
    this.#root.setAttribute('aria-busy', 'true');
    fill(this.#root, this.#top(id), el('p', { class: 'empty' }, refresh ? 'Looking through the dead-letter queue, up to 15 s.' : 'Asking the worker and the reservation API.'));
    this.#root.focus({ preventScroll: true });
    try {
      // The colon is valid in a path; the worker takes no percent sign there.
      const known = await get(`reservations/${id}`, refresh ? [['refresh', 'true']] : []);
      if (show === this.#shows) {
        fill(this.#root, this.#top(id), el('div', { class: 'drawer-body' }, ...this.#parts(known)));
        this.#root.focus({ preventScroll: true });
      }
    } catch (failure) {
      if (!(failure instanceof Refused || failure instanceof Unreachable)) {
        throw failure;
      }
      if (show === this.#shows) {
        fill(this.#root, this.#top(id), el('p', { class: 'empty', data: { tone: 'bad' } }, `That did not work: ${failure.message}.`));
      }
    } finally {
      if (show === this.#shows) {
        this.#root.removeAttribute('aria-busy');
      }
    }
  }

  #top(id) {
    return el(
      'header',
      {},
      el(
        'div',
        { class: 'drawer-tools' },
        el('span', { class: 'gap' }),
        button('Ask again', () => this.#show(id, false), { class: 'button small' }),
        el('button', { type: 'button', class: 'icon-button', title: 'Close (Esc)', 'aria-label': 'Close', on: { click: () => this.#close() } }, icon('close')),
      ),
      el('h2', {}, stranger(id)),
    );
  }

  #parts(known) {
    return [
      part('Now', 'at the reservation API', state(known.reservation)),
      part('In flight', `on ${known.pod}`, inFlight(known.in_work)),
      part('Dead letters', scanned(known.dead_letters), deadLetters(known.dead_letters), button('Scan the queue', () => this.#show(known.reservation_id, true), { class: 'button small quiet', id: 'story-scan' })),
      part('Outcomes', remembered(known.outcomes, known.pod), outcomes(known.outcomes)),
      part('Traces and logs', '', links(known)),
    ];
  }
}

function part(title, about, content, ...tools) {
  return el('section', { class: 'part' }, el('header', {}, el('h3', {}, title, ' ', about ? el('span', { class: 'faint' }, about) : null), ...tools), content);
}

const nothing = (text) => el('p', { class: 'muted' }, text);
const bad = (error) => el('p', { class: 'story-error' }, el('b', {}, words(error.code)), ': ', stranger(error.message));
const time = (instant) => `${instant.slice(0, 19).replace('T', ' ')} UTC`;

function facts(rows) {
  return el('dl', { class: 'facts' }, rows.filter(([, value]) => value).map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]).flat());
}

function state(reservation) {
  if (reservation.error) {
    return bad(reservation.error);
  }
  const { seat_ids: seats, quantity, hold_expires_at: hold } = reservation;
  return facts([
    ['Status', el('b', { id: 'story-status' }, reservation.status)],
    ['Event', reservation.event_id && stranger(reservation.event_id)],
    ['Seats', seats ? stranger(seats.join(', ')) : quantity && count(quantity)],
    ['User', reservation.user_id && stranger(reservation.user_id)],
    ['Hold ends', hold && time(hold)],
  ]);
}

function inFlight(messages) {
  return messages.length === 0
    ? nothing('Nothing of it.')
    : el('ul', { class: 'story-list' }, messages.map((message) => el('li', {}, typeBadge(message.type), ` ${message.step === 'none' ? 'between steps' : words(message.step)}, attempt ${count(message.attempt)}, for ${duration(message.age_seconds)}`)));
}

function scanned({ scan }) {
  return scan ? `${scan.complete ? 'of all' : `of the ${count(scan.scanned)} seen`} at ${time(scan.taken_at)}` : '';
}

function deadLetters({ scan, matched, letters, error }) {
  const found = scan
    ? nothing(scan.complete ? 'None.' : `None among the ${count(scan.scanned)} of ${count(scan.approximate_total)} seen.`)
    : nothing('Not known: nobody has looked through the queue in the last minute.');
  return el(
    'div',
    {},
    error ? bad(error) : null,
    letters.length === 0
      ? found
      : el('ul', { class: 'story-list', id: 'story-letters' }, letters.map((letter) => el('li', {}, reasonBadge(letter.reason), ' ', typeBadge(letter.type), ` ${time(letter.died_at)} `, stranger(letter.detail), ' ', stranger(letter.id, { class: 'faint' })))),
    matched > letters.length ? nothing(`and ${count(matched - letters.length)} more`) : null,
  );
}

function remembered({ capacity, remembered_since: since }, pod) {
  return since ? `of the last ${count(capacity)} on ${pod}, since ${time(since)}` : `on ${pod}`;
}

function outcomes({ capacity, list, matched }) {
  if (capacity === 0) {
    return nothing('This worker remembers none: RECENT_OUTCOMES is 0.');
  }
  if (list.length === 0) {
    return nothing('None that this pod remembers. Another pod may have worked on it: see the logs.');
  }
  return el(
    'div',
    {},
    el('ul', { class: 'story-list', id: 'story-outcomes' }, list.map((end) => el(
      'li',
      {},
      el('span', { class: 'badge', data: { tone: OUTCOMES[end.outcome] ?? 'bad' } }, words(end.outcome)),
      ' ',
      typeBadge(end.type),
      ` ${time(end.ended_at)}, attempt ${count(end.attempt)}, ${plural(end.handler_attempts, 'try', 'tries')}, ${duration(end.duration_seconds)}`,
      end.reason ? [', ', stranger(words(end.reason))] : null,
    ))),
    matched > list.length ? nothing(`and ${count(matched - list.length)} more`) : null,
  );
}

function links({ traces, log_url: logs }) {
  const rows = traces.map((trace) => el('li', {}, trace.url ? link(trace.url, `Trace ${trace.trace_id}`) : stranger(`Trace ${trace.trace_id}`), trace.log_url ? [' ', link(trace.log_url, 'Logs of this trace')] : null));
  if (logs) {
    rows.push(el('li', {}, link(logs, 'Logs of this reservation')));
  }
  return rows.length === 0 ? nothing('No trace is known, and LOG_URL_TEMPLATE makes no link.') : el('ul', { class: 'story-list' }, rows);
}

function link(href, text) {
  return el('a', { href, target: '_blank', rel: 'noopener noreferrer' }, text);
}
