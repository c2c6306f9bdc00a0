import { post, Refused, Unreachable } from './api.js';
import { button, byId, el, fill, stranger, toast } from './dom.js';
import { Question } from './dialog.js';
import { timeAt } from './times.js';

/** All pods of the queue: the pause that holds for all of them. */

export class Fleet {
  #flag = el('p', { class: 'fleet-flag', id: 'fleet-flag' });
  #toggle = button('', () => this.#ask(), { id: 'pause-fleet' });
  #isPaused = null;
  #shown = '';

  constructor() {
    byId('fleet').append(el('header', {}, el('h2', {}, 'All pods'), this.#toggle), this.#flag);
  }

  show({ polling: { fleet } }) {
    if (!fleet) {
      return;
    }
    this.#isPaused = fleet.paused;
    const text = JSON.stringify([fleet.paused, fleet.since, fleet.operator, fleet.problem]);
    if (text !== this.#shown) {
      this.#shown = text;
      fill(this.#flag, ...describe(fleet));
      this.#flag.dataset.tone = fleet.problem ? 'bad' : fleet.paused ? 'warn' : '';
      this.#toggle.textContent = fleet.paused ? 'Resume all pods' : 'Pause all pods …';
      this.#toggle.classList.toggle('primary', fleet.paused);
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

function describe(fleet) {
  const who = fleet.operator ? [' by ', stranger(fleet.operator)] : [];
  const since = fleet.since ? [', ', timeAt(fleet.since)] : [];
  const state = fleet.paused ? ['All pods are paused', ...who, ...since, '. '] : fleet.operator ? ['Resumed', ...who, ...since, '. '] : ['Not paused. '];
  return [...state, fleet.problem ? `The flag cannot be read, so that a change by others would not be seen here: ${fleet.problem}` : null];
}
