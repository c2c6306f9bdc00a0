import { isSameProcess, quantile, rates, secondsBetween } from './figures.js';

/** The number of points kept, about one per second: an hour. */
const KEPT = 3_600;

/**
 * Rates are computed over several seconds and percentiles over more, because values from a handful of events fluctuate.
 */
const RATE_SECONDS = 5;
const QUANTILE_SECONDS = 15;

/** A gap between responses that is longer than this is drawn as a gap. */
const GAP_SECONDS = 25;

/** The state of a service, by the state of its circuit breaker. */
export const SERVICE_STATES = {
  closed: { tone: 'good', text: 'answers' },
  half_open: { tone: 'warn', text: 'being tried' },
  open: { tone: 'bad', text: 'down' },
};

const STATES = Object.keys(SERVICE_STATES);

/** The same, indexed by its number in a column. */
export const LANES = Object.values(SERVICE_STATES);

/** The status since this page was opened: columns of numbers for the plots. */
export class History {
  #recent = [];
  columns = { at: [] };

  /** Adds a response and returns it as a point: a value for each column. */
  add(status) {
    const last = this.#recent.at(-1);
    if (last && !isSameProcess(last, status)) {
      this.#recent = [];
    }
    if (last && secondsBetween(last, status) <= 0) {
      return null;
    }
    this.#recent.push(status);
    while (secondsBetween(this.#recent[0], status) > QUANTILE_SECONDS && this.#recent.length > 2) {
      this.#recent.shift();
    }
    const at = Date.parse(status.at) / 1000;
    const previous = this.columns.at.at(-1);
    if (previous !== undefined && at - previous > GAP_SECONDS) {
      this.#append({ at: previous + 1 });
    }
    const point = { at, ...this.#moving(status), ...current(status) };
    this.#append(point);
    return point;
  }

  #moving(status) {
    const begin = this.#recent[0];
    if (begin === status) {
      return { settled: null, retried: null, dead: null, p50: null, p95: null };
    }
    const near = this.#recent.findLast((earlier) => secondsBetween(earlier, status) >= RATE_SECONDS) ?? begin;
    return {
      ...rates(near, status),
      p50: quantile(begin.latency, status.latency, 0.5),
      p95: quantile(begin.latency, status.latency, 0.95),
      handling50: quantile(begin.processing, status.processing, 0.5),
      handling95: quantile(begin.processing, status.processing, 0.95),
    };
  }

  #append(point) {
    const length = this.columns.at.length;
    for (const name of Object.keys(point)) {
      this.columns[name] ??= new Array(length).fill(null);
    }
    for (const [name, column] of Object.entries(this.columns)) {
      column.push(point[name] ?? null);
      if (column.length > KEPT) {
        column.shift();
      }
    }
  }

  /** The columns of the last given number of seconds. */
  window(seconds) {
    const { at } = this.columns;
    let from = at.length;
    while (from > 0 && at[from - 1] >= at.at(-1) - seconds - 2) {
      from--;
    }
    return Object.fromEntries(Object.entries(this.columns).map(([name, column]) => [name, column.slice(from)]));
  }
}

function current(status) {
  const point = {
    waiting: status.queue?.visible,
    inFlight: status.queue?.in_flight,
    delayed: status.queue?.delayed,
    deadLetters: status.dead_letters && status.dead_letters.visible + status.dead_letters.in_flight + status.dead_letters.delayed,
    busy: status.busy,
    taken: status.permits.total - status.permits.free,
    permits: status.permits.total,
  };
  for (const [name, state] of Object.entries(status.dependencies)) {
    point[`dependency ${name}`] = STATES.indexOf(state);
  }
  return point;
}
