import { post, Refused, Unreachable } from './api.js';
import { el, stranger } from './dom.js';
import { Question } from './dialog.js';
import { typedWord } from './confirmation.js';
import { reasonBadge, reasonTone } from './badges.js';
import { age, count, plural } from './format.js';
import { timeAt } from './times.js';

/** Actions that need a confirmation: redrive and discard after a dry run or a typed word, pause. */

const RATE = 50;
const DISCARDED_BY_NAME = 100;
const NAMED_AT_ONCE = 1_000;
const NAMED = 8;

export class DeadLetterActions {
  #started;

  /** @param started called with the job that was started, and the number of dead letters that it should find */
  constructor(started) {
    this.#started = started;
  }

  /** Makes the dry run, shows its result, and starts the redrive after a confirmation. */
  async redrive(selection, text) {
    const question = new Question('Redrive', 'redrive-dialog');
    await this.#dryRun(question, { selection }, text, (dryRun) => this.#offerRedrive(question, selection, text, dryRun));
  }

  async #dryRun(question, request, text, found) {
    if ((request.selection.ids?.length ?? 0) > NAMED_AT_ONCE) {
      question.show(el('p', {}, `At most ${count(NAMED_AT_ONCE)} dead letters can be named at a time; use the filter for more.`));
      question.offer();
      return;
    }
    question.show(el('p', { class: 'busy' }, `Dry run of ${text}: looking through the queue, nothing is changed …`));
    question.offer();
    await attempt(question, async () => {
      const dryRun = await post('dead-letters/dry-run', request);
      if (question.isOpen) {
        found(dryRun);
      }
    });
  }

  #offerRedrive(question, selection, text, dryRun) {
    const rate = el('input', { type: 'number', min: '1', max: '1000', value: String(RATE), id: 'rate', inputmode: 'numeric' });
    const time = el('span', { class: 'muted' });
    const estimate = () => {
      const seconds = dryRun.matched / Math.max(1, rate.valueAsNumber || RATE);
      time.textContent = dryRun.matched > 0 ? `a second: ${age(Math.ceil(seconds))}, plus a scan` : 'a second';
    };
    rate.addEventListener('input', estimate);
    estimate();
    const content = [
      ...found(dryRun, text, 'sent back to the queue'),
      dryRun.scan.complete ? null : el('p', { class: 'hint', data: { tone: 'warn' } }, `The scan did not reach every dead letter (about ${count(dryRun.scan.approximate_total)}). The redrive goes through all of them, so it may move more.`),
      el('label', { class: 'rate' }, 'At most', rate, time),
    ];
    if (dryRun.matched === 0 && dryRun.scan.complete) {
      question.show(...content);
      question.offer();
      return;
    }
    this.#offer(question, content, dryRun, {
      text: dryRun.matched === 0 ? 'Redrive' : `Redrive ${plural(dryRun.matched, 'dead letter', 'dead letters')}`,
      tone: 'primary',
      act: (pressed) => {
        if (rate.reportValidity()) {
          const request = { selection, dry_run_token: dryRun.dry_run_token, confirm: dryRun.confirm, rate_per_second: rate.valueAsNumber || RATE };
          this.#begin(question, pressed, 'dead-letters/redrive', request, dryRun.matched);
        }
      },
    });
  }

  /** Shows a dry run, and offers what it allows; held back until the number is typed, where the worker asks for it. */
  #offer(question, content, dryRun, action) {
    const go = question.offer(action);
    const typed = dryRun.confirm ? typedWord(dryRun.confirm, go) : null;
    question.show(...content, typed?.label, el('p', { class: 'muted' }, 'Good until ', timeAt(dryRun.expires_at), '.'));
    (typed?.field ?? go).focus();
  }

  /** Makes the dry run of a discard by a selection, and starts it once its number is typed. */
  async discardAll(selection, text) {
    const question = new Question('Discard', 'discard-dialog');
    await this.#dryRun(question, { action: 'discard', selection }, text, (dryRun) => {
      const content = [...found(dryRun, text, 'deleted for good'), el('p', {}, 'Their events will never be worked on. No more than these are deleted, and none that come later.')];
      if (dryRun.matched === 0) {
        question.show(...content);
        question.offer();
        return;
      }
      this.#offer(question, content, dryRun, {
        text: `Discard ${plural(dryRun.matched, 'dead letter', 'dead letters')}`,
        tone: 'primary danger',
        act: (pressed) => this.#begin(question, pressed, 'dead-letters/discard', { selection, dry_run_token: dryRun.dry_run_token, confirm: dryRun.confirm }, dryRun.matched),
      });
    });
  }

  /** Asks for the word `discard`, and discards; many are counted first. */
  discard(heads) {
    const ids = heads.map((head) => head.id);
    if (heads.length > DISCARDED_BY_NAME) {
      this.discardAll({ ids }, plural(heads.length, 'selected dead letter', 'selected dead letters'));
      return;
    }
    const question = new Question('Discard', 'discard-dialog');
    const go = question.offer({
      text: `Discard ${plural(heads.length, 'dead letter', 'dead letters')}`,
      tone: 'primary danger',
      act: (pressed) => this.#begin(question, pressed, 'dead-letters/discard', { ids, confirm: 'discard' }, heads.length),
    });
    const typed = typedWord('discard', go);
    question.show(
      el('p', {}, `${plural(heads.length, 'dead letter is', 'dead letters are')} deleted for good. Their events will never be worked on.`),
      el('ul', { class: 'named' }, heads.slice(0, NAMED).map((head) => el('li', {}, head.reason ? reasonBadge(head.reason) : null, head.reservation_id ? stranger(head.reservation_id) : el('span', { class: 'faint' }, 'no reservation')))),
      heads.length > NAMED ? el('p', { class: 'muted' }, `and ${count(heads.length - NAMED)} more`) : null,
      typed.label,
    );
    typed.field.focus();
  }

  /** Asks for a confirmation, and pauses this worker. */
  pause(pod, pause) {
    const question = new Question('Pause this worker', 'pause-dialog');
    question.show(
      el('p', {}, `${pod} takes no further messages until it is resumed or restarted. What is in flight is finished.`),
      el('p', { class: 'muted' }, 'Other workers go on. Health and readiness stay as they are.'),
    );
    question.offer({ text: 'Pause', tone: 'primary', act: () => (question.close(), pause()) });
  }

  async #begin(question, pressed, path, request, expected) {
    pressed.disabled = true;
    await attempt(question, async () => {
      const job = await post(path, request);
      question.close();
      this.#started(job, expected);
    });
  }
}

async function attempt(question, act) {
  try {
    await act();
  } catch (failure) {
    if (!(failure instanceof Refused || failure instanceof Unreachable)) {
      throw failure;
    }
    question.show(el('p', { class: 'hint', data: { tone: 'bad' } }, `That did not work: ${failure.message}.`));
    question.offer();
  }
}

function found(dryRun, text, fate) {
  const reasons = Object.entries(dryRun.by_reason).sort(([, one], [, other]) => other - one);
  return [
    el('p', { class: 'big', id: 'dry-run-matched' }, el('b', {}, count(dryRun.matched)), ` of ${plural(dryRun.scan.scanned, 'dead letter', 'dead letters')} seen would be ${fate}`),
    el('p', { class: 'muted' }, `Meant: ${text}. Nothing has been changed so far.`),
    el('ul', { class: 'shares' }, reasons.map(([reason, number]) => share(reason, number, dryRun.matched))),
  ];
}

function share(reason, number, total) {
  const bar = el('i');
  bar.style.width = `${(100 * number) / Math.max(1, total)}%`;
  return el('li', { data: { tone: reasonTone(reason) } }, reasonBadge(reason), el('span', { class: 'share' }, bar), el('b', {}, count(number)));
}
