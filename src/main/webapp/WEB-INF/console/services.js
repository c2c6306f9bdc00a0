import { byId, el, keepFocus, stranger, words } from './dom.js';
import { count, duration } from './format.js';
import { timeAt, timeSince } from './times.js';

/** The services that the worker calls: of each operation how many calls fail, how long they take, the last errors. */

const ERRORS = 5;
const HEADS = ['Operation', 'Last errors'];
const NUMBERS = ['Calls', 'Failed', 'p50', 'p99', 'Deadline'];

/** How many calls of a service failed lately, for a line of its own; empty if none did. */
export function failing(service) {
  const failed = sum(service, 'failed');
  return failed > 0 ? `, ${share(failed, sum(service, 'calls'))} of calls fail` : '';
}

const sum = (service, name) => (service?.operations ?? []).reduce((total, operation) => total + operation[name], 0);

function share(part, whole) {
  const percent = (100 * part) / Math.max(1, whole);
  return percent > 0 && percent < 1 ? '< 1 %' : `${Math.round(percent)} %`;
}

export class Services {
  #root = byId('services');
  #shown = '';

  show({ services }) {
    const isKnown = services?.some((service) => sum(service, 'calls') > 0 || service.last_outage || service.operations.some(({ errors }) => errors.length > 0));
    this.#root.hidden = !isKnown;
    const shown = JSON.stringify(services);
    if (!isKnown || shown === this.#shown) {
      return;
    }
    this.#shown = shown;
    const numbers = NUMBERS.map((text) => el('th', { scope: 'col', class: 'number' }, text));
    keepFocus(this.#root, () => this.#root.replaceChildren(
      el('header', {}, el('h2', {}, 'Services'), el('p', { class: 'muted' }, `calls of the last ${services[0].window_seconds / 60} min`)),
      ...services.filter(({ last_outage: last }) => last).map(outage),
      el('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'Calls, durations and errors' }, el('table', { class: 'services' }, el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, HEADS[0]), numbers, el('th', { scope: 'col' }, HEADS[1]))), el('tbody', {}, services.flatMap(rows)))),
    ));
  }
}

function outage({ name, outages, last_outage: last }) {
  const times = outages > 1 ? `, ${count(outages)} times lately` : '';
  return el('p', { class: 'outage' }, el('b', {}, name), ' ', words(last.operation), ' was down from ', timeAt(last.began_at), ...(last.ended_at ? [' to ', timeAt(last.ended_at)] : [' on']), `${times}: `, stranger(last.cause));
}

function rows(service) {
  return service.operations.map((operation) => {
    const late = operation.p99_seconds >= service.deadline_seconds;
    return el(
      'tr',
      { data: { operation: operation.name } },
      el('th', { scope: 'row' }, `${service.name} `, el('span', { class: 'faint' }, words(operation.name))),
      number(count(operation.calls)),
      number(operation.failed > 0 ? share(operation.failed, operation.calls) : '0', operation.failed > 0 ? 'bad' : ''),
      number(time(operation.p50_seconds)),
      number(time(operation.p99_seconds), late ? 'warn' : ''),
      number(time(service.deadline_seconds)),
      el('td', {}, operation.errors.length === 0 ? el('span', { class: 'faint' }, 'none') : el('ul', { class: 'errors' }, operation.errors.slice(0, ERRORS).map(error))),
    );
  });
}

const time = (seconds) => (seconds === undefined ? '' : duration(seconds));

const number = (text, tone = '') => el('td', { class: 'number', data: { tone } }, text);

function error({ at, detail }) {
  return el('li', {}, timeAt(at), ' ', el('span', { class: 'faint' }, '(', timeSince(at), ' ago)'), ' ', stranger(detail));
}
