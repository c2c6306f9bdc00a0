import { byId, button } from './dom.js';
import { Chart } from './chart.js';
import { whenColoursChange } from './colours.js';
import { count, duration, plain, rate } from './format.js';
import { LANES } from './history.js';
import { whenZoneChanges } from './times.js';

/** The plots, and the choice of their time range. */

const SPANS = [
  ['5 min', 300],
  ['15 min', 900],
  ['1 h', 3_600],
];

export class Plots {
  #history;
  #charts = [];
  #seconds = SPANS[0][1];

  constructor(history) {
    this.#history = history;
    const buttons = SPANS.map(([text, seconds]) =>
      button(text, () => this.#choose(seconds, buttons), { class: 'span', 'aria-pressed': seconds === this.#seconds ? 'true' : 'false' }),
    );
    byId('spans').append(...buttons);
    whenColoursChange(() => this.#repaint());
    whenZoneChanges(() => this.#repaint());
  }

  #repaint() {
    this.#charts.forEach((chart) => chart.repaint());
  }

  #choose(seconds, buttons) {
    this.#seconds = seconds;
    buttons.forEach((one, i) => one.setAttribute('aria-pressed', String(SPANS[i][1] === seconds)));
    this.draw();
  }

  /** Creates the plots. The services are known from the first response. */
  #make(dependencies) {
    const parent = byId('charts');
    const add = (options) => this.#charts.push(new Chart(parent, options));
    add({
      title: 'Events a second',
      format: rate,
      scale: plain,
      series: [
        { column: 'settled', label: 'settled', tone: 'blue', fill: true },
        { column: 'retried', label: 'retried', tone: 'amber' },
        { column: 'dead', label: 'dead', tone: 'red' },
      ],
    });
    add({
      title: 'Latency',
      format: duration,
      scale: (seconds) => duration(seconds).replace('.0 ', ' '),
      least: 0.05,
      series: [
        { column: 'p95', label: 'p95', tone: 'violet', fill: true },
        { column: 'p50', label: 'p50', tone: 'teal' },
      ],
    });
    add({
      title: 'Workers',
      format: count,
      least: 4,
      series: [
        { column: 'busy', label: 'busy', tone: 'blue', fill: true },
        { column: 'taken', label: 'permits taken', tone: 'teal' },
        { column: 'permits', label: 'of', tone: 'faint', dash: [3, 4] },
      ],
    });
    add({
      title: 'Queue',
      format: count,
      least: 10,
      series: [
        { column: 'waiting', label: 'waiting', tone: 'teal', fill: true },
        { column: 'inFlight', label: 'in flight', tone: 'blue' },
        { column: 'delayed', label: 'delayed', tone: 'amber' },
      ],
    });
    add({ title: 'Dead-letter queue', format: count, least: 10, series: [{ column: 'deadLetters', label: 'dead letters', tone: 'red', fill: true }] });
    add({
      title: 'Services',
      lanes: LANES,
      format: (state) => LANES[state]?.text ?? 'unknown',
      series: dependencies.map((name) => ({ column: `dependency ${name}`, label: name })),
    });
  }

  draw(dependencies = []) {
    if (this.#charts.length === 0 && dependencies.length > 0) {
      this.#make(dependencies);
    }
    if (!byId('view-live').hidden && this.#history.columns.at.length > 0) {
      const columns = this.#history.window(this.#seconds);
      this.#charts.forEach((chart) => chart.draw(columns, this.#seconds));
    }
  }
}
