import { byId, el, words } from './dom.js';
import { count, duration, plural, rate } from './format.js';
import { SERVICE_STATES } from './history.js';
import { failing } from './services.js';

/** The row of figures at the top. */

class Tile {
  #value = el('b', { class: 'value' });
  #unit = el('span', { class: 'unit' });
  #note = el('p', { class: 'note' });
  #root;

  constructor(parent, name, id, more = null) {
    this.#root = el('div', { class: 'tile', id: `tile-${id}` }, el('h2', {}, name), el('p', { class: 'figure' }, this.#value, this.#unit), more, this.#note);
    parent.append(this.#root);
  }

  show(value, unit, note, tone = '') {
    this.#value.textContent = value;
    this.#unit.textContent = unit;
    this.#note.textContent = note;
    this.#root.dataset.tone = tone;
  }
}

export class Tiles {
  #meter = el('span', { class: 'meter' }, el('i'));
  #states = el('ul', { class: 'dependencies' });
  #throughput;
  #latency;
  #queue;
  #deadLetters;
  #workers;

  constructor() {
    const parent = byId('tiles');
    this.#throughput = new Tile(parent, 'Throughput', 'throughput');
    this.#latency = new Tile(parent, 'Latency p95', 'latency');
    this.#queue = new Tile(parent, 'Waiting in the queue', 'queue');
    this.#deadLetters = new Tile(parent, 'Dead letters', 'dead-letters');
    this.#workers = new Tile(parent, 'Workers busy', 'workers', this.#meter);
    parent.append(el('div', { class: 'tile', id: 'tile-dependencies' }, el('h2', {}, 'Services'), this.#states));
  }

  /** @param point the point of the history that belongs to the response */
  show(status, point) {
    if (point) {
      this.#throughput.show(
        rate(point.settled),
        'events/s',
        `${rate(point.retried)} retried, ${rate(point.dead)} dead-lettered`,
        point.dead > 0 ? 'bad' : '',
      );
      this.#latency.show(...split(duration(point.p95)), point.p50 === null ? 'nothing ended just now' : `p50 ${duration(point.p50)}, handling ${duration(point.handling50)}`);
      this.#deadLetters.show(count(point.deadLetters), '', point.deadLetters === 0 ? 'none' : status.dead_letters ? held(status.dead_letters) : 'not known', point.deadLetters > 0 ? 'bad' : '');
    }
    const queue = status.queue;
    this.#queue.show(count(queue?.visible), '', queue ? `${count(queue.in_flight)} in flight, ${count(queue.delayed)} delayed` : 'the queue does not answer', queue ? '' : 'warn');
    const { permits, in_work: inFlight, busy: working } = status;
    // More may be in flight than there are workers: a message is prefetched while another one is processed.
    const note = inFlight > working ? `${count(inFlight - working)} more held` : plural(permits.free, 'permit free', 'permits free');
    this.#workers.show(count(working), `of ${count(permits.total)}`, note);
    this.#meter.firstChild.style.width = `${(100 * working) / permits.total}%`;
    this.#showDependencies(status.dependencies, status.concurrency_limits, permits.total, status.services);
  }

  #showDependencies(dependencies, limits, width, services = []) {
    this.#states.replaceChildren(
      ...Object.entries(dependencies).map(([name, state]) => {
        const { tone, text } = SERVICE_STATES[state] ?? { tone: 'warn', text: words(state) };
        const limit = limits?.[name];
        const reduced = state === 'closed' && limit < width;
        const service = services.find((known) => known.name === name);
        const unstable = state === 'closed' && service?.unstable;
        return el(
          'li',
          { data: { tone: reduced || unstable ? 'warn' : tone } },
          el('span', { class: 'name' }, name),
          el('b', {}, unstable ? `unstable${failing(service)}` : reduced ? `overloaded, ${count(limit)} ${limit === 1 ? 'call' : 'calls'} at a time` : `${text}${failing(service)}`),
        );
      }),
    );
  }
}

const held = (depth) => (depth.in_flight > 0 ? `${count(depth.in_flight)} of them held just now` : 'at rest');

function split(text) {
  const blank = text.indexOf(' ');
  return blank < 0 ? [text, ''] : [text.slice(0, blank), text.slice(blank + 1)];
}
