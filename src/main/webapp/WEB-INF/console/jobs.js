import { get, post, Refused, Unreachable } from './api.js';
import { byId, button, el, fill, keepFocus, sentence, stranger, toast, words } from './dom.js';
import { age, count } from './format.js';
import { timeAt } from './times.js';

/** The running job with its progress, and the last jobs of this worker. */

const PERIOD = 1_000;
const TONES = { running: 'blue', done: 'good', cancelled: 'warn', failed: 'bad' };

export class Jobs {
  #bar = byId('job');
  #list = byId('jobs');
  #followed = null;
  #expected = 0;
  #ended;

  /** @param ended called when a job has ended */
  constructor(ended) {
    this.#ended = ended;
  }

  /** Follows a job that somebody started, on this page or elsewhere with the same worker. */
  notice(job) {
    if (job && this.#followed === null) {
      this.follow(job, 0);
    }
  }

  /** @param expected the number of dead letters that it should find; zero if not known */
  follow(job, expected) {
    this.#followed = job.id;
    this.#expected = expected;
    this.#draw(job);
    this.#askAgain(job.id);
  }

  #askAgain(id) {
    setTimeout(() => this.#ask(id), PERIOD);
  }

  async #ask(id) {
    if (this.#followed !== id) {
      return;
    }
    try {
      const job = await get(`jobs/${id}`);
      this.#draw(job);
      if (job.state === 'running') {
        this.#askAgain(id);
      } else {
        this.#followed = null;
        toast(result(job), job.state === 'done' && job.refused === 0 && !job.error ? 'good' : 'warn');
        this.#ended();
      }
    } catch (failure) {
      if (failure instanceof Unreachable) {
        this.#askAgain(id);
      } else if (failure instanceof Refused) {
        // Another process has replaced the worker: what the job moved is moved, and the rest is still in the queue.
        this.#followed = null;
        this.#bar.hidden = true;
        if (!failure.isOfToken) {
          toast('This worker knows of that job no more', 'warn');
          this.#ended();
        }
      } else {
        throw failure;
      }
    }
  }

  #draw(job) {
    const running = job.state === 'running';
    const handled = job.done + job.refused;
    const all = Math.max(this.#expected, job.expected ?? 0, job.matched);
    const meter = el('span', { class: 'progress', role: 'progressbar', 'aria-label': `${sentence(job.action)}`, 'aria-valuenow': String(handled), 'aria-valuemax': String(all) }, el('i'));
    meter.firstChild.style.width = `${running ? (100 * handled) / Math.max(1, all) : 100}%`;
    meter.toggleAttribute('data-unknown', running && all === 0);
    this.#bar.dataset.tone = job.refused > 0 && job.state === 'done' ? 'warn' : TONES[job.state];
    this.#bar.dataset.state = job.state;
    this.#bar.hidden = false;
    keepFocus(this.#bar, () => fill(
      this.#bar,
      el('p', { class: 'job-what' }, el('b', {}, sentence(job.action)), ` ${words(job.state)}`),
      job.selection ? el('p', { class: 'job-selection muted' }, stranger(job.selection)) : null,
      meter,
      el('p', { class: 'job-figures' }, el('b', { id: 'job-done' }, count(job.done)), all > 0 && (running || all !== job.done) ? ` of ${count(all)}` : '', job.refused > 0 ? `, ${count(job.refused)} refused` : ''),
      job.error ? el('p', { class: 'job-error' }, job.error) : null,
      running ? button('Cancel', () => this.#cancel(job.id), { class: 'button small', id: 'cancel-job' }) : button('Dismiss', () => (this.#bar.hidden = true), { class: 'button small quiet' }),
    ));
  }

  async #cancel(id) {
    try {
      this.#draw(await post(`jobs/${id}/cancel`));
    } catch (failure) {
      if (!(failure instanceof Refused || failure instanceof Unreachable)) {
        throw failure;
      }
      toast(`Not cancelled: ${failure.message}`, 'bad');
    }
  }

  /** Loads the list of the last jobs. */
  async list() {
    const { jobs } = await get('jobs');
    this.#list.hidden = jobs.length === 0;
    const heads = ['Job', 'Selected', 'Began', 'By', 'State'].map((text) => el('th', { scope: 'col' }, text));
    const numbers = ['Took', 'Moved', 'Refused'].map((text) => el('th', { scope: 'col', class: 'number' }, text));
    this.#list.replaceChildren(
      el('header', {}, el('h2', {}, 'Jobs of this worker')),
      el('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': 'Jobs of this worker' }, el('table', { class: 'jobs' }, el('thead', {}, el('tr', {}, heads, numbers)), el('tbody', {}, jobs.map(row)))),
    );
  }
}

/** How many of how many: a job that was cancelled or failed may have left some. */
function moved(job) {
  const all = Math.max(job.expected ?? 0, job.matched);
  return job.done === all ? count(job.done) : `${count(job.done)} of ${count(all)}`;
}

function row(job) {
  const took = job.ended_at && (Date.parse(job.ended_at) - Date.parse(job.started_at)) / 1000;
  return el(
    'tr',
    {},
    el('td', {}, sentence(job.action)),
    el('td', { class: 'selected' }, stranger(job.selection ?? '')),
    el('td', { class: 'when' }, timeAt(job.started_at)),
    el('td', {}, job.operator),
    el('td', {}, el('span', { class: 'type', data: { tone: TONES[job.state] } }, words(job.state)), job.error ? el('span', { class: 'faint' }, ` ${job.error}`) : null),
    el('td', { class: 'number' }, took === undefined ? '' : age(took)),
    el('td', { class: 'number' }, moved(job)),
    el('td', { class: 'number' }, count(job.refused)),
  );
}

function result(job) {
  const text = `${sentence(job.action)} ${words(job.state)}: ${moved(job)} ${job.action === 'discard' ? 'discarded' : 'sent back'}`;
  const refused = job.refused > 0 ? `, ${count(job.refused)} refused` : '';
  return `${text}${refused}${job.error ? `. ${job.error}` : ''}`;
}
