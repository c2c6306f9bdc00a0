import { post, Refused, Unreachable } from './api.js';
import { button, el, stranger } from './dom.js';
import { bytes } from './format.js';
import { Question } from './dialog.js';
import { typeBadge } from './badges.js';

/** The body of one dead letter as a text to change. The worker's decoder checks it before anything is sent. */
export class Editor {
  #id;
  #begin;
  #field;
  #problem = el('p', { class: 'problem', id: 'edit-problem', role: 'alert' });
  #valid = el('p', { class: 'muted', id: 'edit-valid', role: 'status' });
  #acts;
  root;

  /**
   * @param text what is changed
   * @param acts callbacks `sent(job)`, `ended`
   */
  constructor(deadLetter, text, acts) {
    this.#id = deadLetter.id;
    this.#begin = text;
    this.#acts = acts;
    this.#field = el('textarea', { id: 'edit-body', rows: '12', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off', 'aria-label': 'New body', 'aria-describedby': 'edit-problem edit-valid', on: { input: () => this.#tell() } });
    this.#field.value = text;
    const [, original] = Object.entries(deadLetter.attributes).find(([name, { data_type: type }]) => isOriginal(name, type)) ?? [];
    this.root = el(
      'section',
      { class: 'part editor', 'aria-label': 'Change the body' },
      el('header', {}, el('h3', {}, 'Change the body'), original ? button('Take the original', () => this.#take(original.value), { class: 'button small quiet', id: 'edit-original' }) : null),
      this.#field,
      this.#problem,
      this.#valid,
      el(
        'div',
        { class: 'editor-buttons' },
        button('Cancel', () => this.#acts.ended(), { class: 'button quiet', id: 'edit-cancel' }),
        button('Check', (event) => this.#check(event.currentTarget, (answer) => this.#tell('', answer)), { class: 'button', id: 'edit-check' }),
        button('Send …', (event) => this.#check(event.currentTarget, (answer) => this.#ask(answer)), { class: 'button primary', id: 'edit-send' }),
      ),
    );
  }

  get isChanged() {
    return this.#field.value !== this.#begin;
  }

  focus() {
    this.root.scrollIntoView({ block: 'nearest' });
    this.#field.focus();
    this.#field.setSelectionRange(0, 0);
    this.#field.scrollTop = 0;
  }

  #take(text) {
    this.#field.value = text;
    this.#tell();
    this.#field.focus();
  }

  /** Shows what a check has found; without arguments, what it found holds no more. */
  #tell(problem = '', answer = null) {
    this.#problem.textContent = problem;
    this.#field.toggleAttribute('aria-invalid', problem !== '');
    this.#valid.replaceChildren(...(answer ? ['Valid: ', ...about(answer)] : []));
  }

  async #check(pressed, accepted) {
    await this.#call(pressed, { dry_run: true }, (answer) => {
      this.#tell('', answer);
      accepted(answer);
    }, (failure) => {
      this.#tell(`${failure.message}.`);
      this.#show(failure.field);
    });
  }

  async #call(pressed, more, done, failed) {
    pressed.disabled = true;
    let answer;
    let failure;
    try {
      answer = await post(`dead-letters/letters/${encodeURIComponent(this.#id)}/resend`, { body: this.#field.value, ...more });
    } catch (problem) {
      if (!(problem instanceof Refused || problem instanceof Unreachable)) {
        throw problem;
      }
      failure = problem;
    } finally {
      pressed.disabled = false;
      if (document.activeElement === document.body) {
        // A button that is disabled loses the focus.
        pressed.focus();
      }
    }
    if (failure) {
      failed(failure);
    } else {
      done(answer);
    }
  }

  /** Selects the field at fault, as far as the text has it. */
  #show(name) {
    const at = name ? this.#field.value.indexOf(`"${name}"`) : -1;
    this.#field.focus();
    if (at >= 0) {
      this.#field.setSelectionRange(at, at + name.length + 2);
    }
  }

  #ask(answer) {
    const question = new Question('Send the changed event', 'resend-dialog');
    question.show(
      el('p', { class: 'big' }, ...about(answer)),
      el('p', {}, `The body of ${bytes(answer.original_bytes)} is replaced by this one of ${bytes(answer.body_bytes)}, sent to the queue and worked on. The dead letter is deleted.`),
      el('p', { class: answer.original_kept ? 'muted' : 'hint', data: answer.original_kept ? {} : { tone: 'warn' } }, answer.original_kept
        ? 'The original goes with the message as the attribute original_body, and can be taken again if it dies again.'
        : 'There is no room for the original beside it: copy it first if it may be needed.'),
      el('p', { class: 'muted' }, 'The log and the list of changes name you, this dead letter and the digests of both bodies.'),
    );
    question.offer({
      text: 'Send',
      tone: 'primary',
      act: (pressed) => this.#call(pressed, { confirm: 'resend' }, ({ job }) => {
        question.close();
        this.#acts.sent(job);
      }, (failure) => {
        question.show(el('p', { class: 'hint', data: { tone: 'bad' } }, `That did not work: ${failure.message}.`));
        question.offer();
      }),
    });
  }
}

/** The attribute is the worker's own by its data type; a producer may use the name as well. */
const isOriginal = (name, type) => /^(worker_)?original_body$/.test(name) && type.startsWith('String.reservation-worker.');

function about({ type, reservation_id: reservation }) {
  return reservation ? [typeBadge(type), ' ', stranger(reservation)] : ['an event that takes no work: it is acknowledged without a call'];
}
