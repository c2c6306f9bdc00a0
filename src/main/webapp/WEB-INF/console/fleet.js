import { get, post, Refused, Unreachable } from './api.js';
import { typeBadge } from './badges.js';
import { button, byId, el, fill, stranger, toast, words } from './dom.js';
import { Question } from './dialog.js';
import { age, count, duration, plural, rate } from './format.js';
import { timeAt } from './times.js';

/** All pods of the queue: the pause that holds for all, a row for each, and the oldest messages in flight anywhere. */

/** A pod that does not answer is shown two periods after it stopped, at the latest. */
const PERIOD = 1_000;

/** Of a pod without others the figures are at the top of the page already. */
const PERIOD_ALONE = 2_000;
const SHOWN = 25;

export class Fleet {
  #panel = byId('fleet');
  #banner = byId('silent-pods');
  #flag = el('p', { class: 'fleet-flag', id: 'fleet-flag' });
  #toggle = button('Pause all pods …', () => this.#ask(), { id: 'pause-fleet', disabled: true });
  #sums = el('p', { class: 'fleet-sums', id: 'fleet-sums' });
  #pods = el('tbody');
  #problems = el('ul', { class: 'fleet-problems', id: 'fleet-problems', hidden: true });
  #messages = el('tbody');
  #work = el('details', { class: 'folded', id: 'fleet-work', hidden: true });
  #rates = new Rates();
  #isPaused = null;
  #shown = '';
  #period = PERIOD;
  #names = new Map();
  #askedAt = -PERIOD_ALONE;

  constructor() {
    this.#work.append(el('summary', {}, 'In flight everywhere'), table('Messages in flight in all pods', ['Pod', 'Event', 'Reservation', 'Step', 'Attempt', 'Age', 'Lease left'], 4, this.#messages));
    this.#panel.append(
      el('header', {}, el('h2', {}, 'All pods'), this.#toggle),
      this.#flag,
      this.#sums,
      table('Figures of each pod', ['Pod', 'State', 'Receives', 'In flight', 'Workers busy', 'Events a second', 'Up'], 3, this.#pods),
      this.#problems,
      this.#work,
    );
  }

  async show(status) {
    if (!status.polling.fleet) {
      return;
    }
    this.#showFlag(status.polling.fleet);
    const now = performance.now();
    if (byId('view-live').hidden) {
      this.#banner.hidden = true;
    }
    if (byId('view-live').hidden || document.hidden || now - this.#askedAt < this.#period - 100) {
      return;
    }
    this.#askedAt = now;
    try {
      this.#draw(await get('fleet'), status.pod.name);
    } catch (failure) {
      if (!(failure instanceof Refused || failure instanceof Unreachable)) {
        throw failure;
      }
      this.#sums.textContent = `The other pods could not be asked: ${failure.message}.`;
    }
  }

  #showFlag(flag) {
    this.#isPaused = flag.paused;
    const text = JSON.stringify([flag.paused, flag.since, flag.operator, flag.problem, isKnown(flag)]);
    if (text !== this.#shown) {
      this.#shown = text;
      fill(this.#flag, ...describe(flag));
      this.#flag.dataset.tone = flag.problem ? 'bad' : flag.paused ? 'warn' : '';
      this.#toggle.disabled = false;
      this.#toggle.textContent = flag.paused ? 'Resume all pods' : 'Pause all pods …';
      this.#toggle.classList.toggle('primary', flag.paused);
    }
  }

  #draw(fleet, own) {
    const { sums } = fleet;
    this.#period = fleet.pods.length + fleet.silent.length + fleet.problems.length > 1 ? PERIOD : PERIOD_ALONE;
    fleet.pods.forEach((pod) => this.#names.set(pod.address, pod.status.name));
    const rates = this.#rates.next(fleet);
    const all = fleet.pods.map((pod) => rates.get(pod.status.instance)).filter((each) => each !== undefined);
    const together = all.length > 0 ? `, ${rate(all.reduce((sum, each) => sum + each, 0))} events a second` : '';
    this.#sums.textContent = `${plural(sums.pods, 'pod answers', 'pods answer')}, ${plural(sums.receiving, 'receives', 'receive')}. ${plural(sums.in_work, 'message', 'messages')} in flight, ${count(sums.busy)} of ${count(sums.permits)} workers busy${together}.`;
    this.#pods.replaceChildren(...fleet.pods.map((pod) => podRow(pod, own, rates.get(pod.status.instance), fleet.at)));
    const problems = [
      ...fleet.silent.map(({ address, cause }) => el('li', {}, el('b', {}, stranger(this.#names.get(address) ?? address)), this.#names.has(address) ? ` at ${address}: ${cause}` : `: ${cause}`)),
      ...fleet.problems.map((problem) => el('li', {}, problem)),
      ...(fleet.not_asked > 0 ? [el('li', {}, `${plural(fleet.not_asked, 'further address is', 'further addresses are')} not asked`)] : []),
    ];
    this.#tell(fleet.silent);
    this.#problems.hidden = problems.length === 0;
    fill(this.#problems, ...problems);
    this.#work.hidden = fleet.in_work.length === 0;
    this.#messages.replaceChildren(...fleet.in_work.slice(0, SHOWN).map(messageRow));
  }

  /** Says at the top who has answered this page before and does not any more; "All pods" may be far below. */
  #tell(silent) {
    const lost = silent.filter(({ address }) => this.#names.has(address));
    const text = lost.map(({ address, cause }) => `${this.#names.get(address)} does not answer this pod: ${cause}.`).join(' ');
    this.#banner.hidden = lost.length === 0;
    if (this.#banner.textContent !== text) {
      this.#banner.textContent = text;
    }
  }

  #ask() {
    if (this.#isPaused) {
      this.#set(false);
      return;
    }
    const question = new Question('Pause all pods', 'pause-fleet-dialog');
    question.show(
      el('p', {}, 'No pod of this queue takes further messages until the fleet is resumed, nor does one that starts later. What is in flight is finished.'),
      el('p', { class: 'muted' }, 'This pod follows at once, the others within seconds. The queue grows meanwhile, and KEDA starts pods that wait.'),
    );
    question.offer({ text: 'Pause all pods', tone: 'primary', act: () => (question.close(), this.#set(true)) });
  }

  async #set(paused) {
    try {
      await post(paused ? 'fleet/pause' : 'fleet/resume');
      toast(paused ? 'All pods are paused' : 'All pods take messages again, unless one is paused by itself', paused ? 'warn' : 'good');
    } catch (failure) {
      if (!(failure instanceof Refused || failure instanceof Unreachable)) {
        throw failure;
      }
      toast(`That did not work: ${failure.message}`, 'bad');
    }
  }
}

/** Events a second of each process, from the difference of two answers. */
class Rates {
  #at = 0;
  #ended = new Map();

  next({ at, pods }) {
    const now = Date.parse(at);
    const seconds = (now - this.#at) / 1000;
    const ended = new Map(pods.map(({ status }) => [status.instance, Object.values(status.events).reduce((sum, number) => sum + number, 0)]));
    const rates = new Map();
    ended.forEach((number, instance) => {
      if (this.#ended.has(instance) && seconds > 0) {
        rates.set(instance, (number - this.#ended.get(instance)) / seconds);
      }
    });
    if (seconds > 0) {
      this.#at = now;
      this.#ended = ended;
      this.last = rates;
    }
    return this.last ?? rates;
  }
}

function table(label, heads, numbersFrom, body) {
  const row = el('tr', {}, heads.map((text, i) => el('th', { scope: 'col', class: i >= numbersFrom ? 'number' : '' }, text)));
  return el('div', { class: 'scroll', role: 'region', tabindex: '0', 'aria-label': label }, el('table', { class: 'pods' }, el('thead', {}, row), body));
}

function podRow({ address, status }, own, eventsPerSecond, at) {
  const isWell = status.state === 'running' && status.condition === 'healthy';
  const isOperations = status.not_receiving === 'operations_mode';
  const down = Object.entries(status.dependencies).filter(([, state]) => state !== 'closed').map(([name]) => name);
  const receives = status.not_receiving ? words(status.not_receiving) + (status.not_receiving === 'service_down' ? `: ${down.join(', ')}` : '') : 'yes';
  return el(
    'tr',
    {},
    el('th', { scope: 'row', title: address ?? '' }, stranger(status.name), status.name === own ? el('span', { class: 'faint' }, ' this one') : null),
    el('td', { data: { tone: isWell ? '' : 'warn' } }, isWell || status.condition === 'ending' ? words(status.state) : `${words(status.state)}, ${words(status.condition)}`),
    el('td', { data: { tone: status.not_receiving && !isOperations ? 'warn' : '' } }, isOperations ? 'never: operations' : receives),
    el('td', { class: 'number' }, count(status.in_work)),
    el('td', { class: 'number' }, status.permits > 0 ? `${count(status.busy)} of ${count(status.permits)}` : '–'),
    el('td', { class: 'number' }, rate(eventsPerSecond)),
    el('td', { class: 'number' }, status.started_at ? age((Date.parse(at) - Date.parse(status.started_at)) / 1000) : '–'),
  );
}

function messageRow({ pod, message }) {
  return el(
    'tr',
    {},
    el('td', {}, stranger(pod)),
    el('td', {}, typeBadge(message.type)),
    el('td', { class: 'id' }, message.reservation_id ? stranger(message.reservation_id) : el('span', { class: 'faint' }, 'not read yet')),
    el('td', {}, message.step === 'none' ? el('span', { class: 'faint' }, 'between steps') : words(message.step)),
    el('td', { class: 'number' }, count(message.attempt)),
    el('td', { class: 'number' }, duration(message.age_seconds)),
    el('td', { class: 'number', data: { tone: message.lease_left_seconds < 5 ? 'bad' : '' } }, duration(message.lease_left_seconds)),
  );
}

/** A worker that has never read the flag says that the fleet is not paused, and does not know it. */
function isKnown(flag) {
  return flag.read_at !== undefined;
}

function describe(flag) {
  const who = flag.operator ? [' by ', stranger(flag.operator)] : [];
  const since = flag.since ? [', ', timeAt(flag.since)] : [];
  const state = !isKnown(flag) ? ['Whether all pods are paused is not known yet. '] : flag.paused ? ['All pods are paused', ...who, ...since, '. '] : flag.operator ? ['Resumed', ...who, ...since, '. '] : ['Not paused. '];
  return [...state, flag.problem ? `The flag cannot be read, so that a change by others would not be seen here: ${flag.problem}` : null];
}
