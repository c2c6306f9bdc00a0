import { get, Refused, Unreachable } from './api.js';
import { byId, el, stranger, words } from './dom.js';
import { count, duration } from './format.js';
import { typeBadge } from './badges.js';

/** The messages in flight; requested only while they are on the screen. */

const PERIOD = 2_000;
const SHOWN = 25;

export class InFlight {
  #body = el('tbody');
  #count = el('span', { class: 'count' });
  #more = el('p', { class: 'empty' });
  #askedAt = 0;

  constructor() {
    const heads = ['Event', 'Reservation', 'Step', 'Attempt', 'Age', 'Lease left'].map((text, i) => el('th', { scope: 'col', class: i > 2 ? 'number' : '' }, text));
    byId('in-flight').append(
      el('header', {}, el('h2', {}, 'In flight ', this.#count)),
      el('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'Messages in flight' }, el('table', { class: 'work' }, el('thead', {}, el('tr', {}, heads)), this.#body)),
      this.#more,
    );
  }

  async show(status) {
    this.#count.textContent = count(status.in_work);
    const now = performance.now();
    if (byId('view-live').hidden || document.hidden || now - this.#askedAt < PERIOD - 100) {
      return;
    }
    this.#askedAt = now;
    try {
      const deliveries = status.in_work === 0 ? [] : (await get('in-work')).in_work;
      this.#draw(deliveries, status);
    } catch (failure) {
      if (!(failure instanceof Refused || failure instanceof Unreachable)) {
        throw failure;
      }
      // The next status request reports the failure at the top of the page.
    }
  }

  #draw(deliveries, status) {
    this.#body.replaceChildren(...deliveries.slice(0, SHOWN).map(row));
    const hidden = deliveries.length - SHOWN;
    this.#more.hidden = deliveries.length > 0 && hidden <= 0;
    this.#more.textContent = deliveries.length > 0 ? `and ${count(hidden)} more` : nothing(status);
  }
}

function nothing(status) {
  if (status.polling.not_receiving === 'operations_mode') {
    return 'This pod serves operators and takes no messages. What others have in flight is under "All pods".';
  }
  if (status.polling.paused || status.polling.fleet?.paused) {
    return 'Nothing in flight: taking messages is paused.';
  }
  return status.queue?.visible === 0 ? 'Nothing in flight, and nothing waits in the queue.' : 'Nothing in flight at this moment.';
}

function row(delivery) {
  const lease = delivery.lease_left_seconds;
  return el(
    'tr',
    {},
    el('td', {}, typeBadge(delivery.type)),
    el('td', { class: 'id' }, delivery.reservation_id ? stranger(delivery.reservation_id) : el('span', { class: 'faint' }, 'not read yet')),
    el('td', {}, delivery.step === 'none' ? el('span', { class: 'faint' }, 'between steps') : words(delivery.step)),
    el('td', { class: 'number' }, count(delivery.attempt)),
    el('td', { class: 'number' }, duration(delivery.age_seconds)),
    el('td', { class: 'number', data: { tone: lease < 5 ? 'bad' : '' } }, duration(lease)),
  );
}
