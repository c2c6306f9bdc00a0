import { get, Refused, Unreachable } from './api.js';
import { byId, button, el, icon, keepFocus, stranger, toast } from './dom.js';
import { bytes, count } from './format.js';
import { isNear, left, timeAt, timeSince } from './times.js';
import { copy, copyButtons, curl, grpcurl } from './commands.js';
import { fragment, link, RESERVATION } from './route.js';
import { reasonBadge, typeBadge } from './badges.js';
import { jsonText } from './json-text.js';
import { Editor } from './editor.js';

/** One dead letter in full. */
export class Drawer {
  #root = byId('drawer');
  #acts;
  #shows = 0;
  #asItIs = false;
  #editor = null;

  /** @param acts callbacks `redrive`, `discard`, `sent(job)`, `step`, `shown(id)`, `closed` */
  constructor(acts) {
    this.#acts = acts;
  }

  get isOpen() {
    return !this.#root.hidden;
  }

  close() {
    if (!this.isOpen || this.#keepsChange()) {
      return;
    }
    this.#editor = null;
    this.#shows++;
    const had = this.#root.contains(document.activeElement) || document.activeElement === document.body;
    this.#root.hidden = true;
    document.body.classList.remove('has-drawer');
    this.#acts.closed(had);
  }

  /** A change that was begun is given up by its own button alone. */
  #keepsChange() {
    if (!this.#editor?.isChanged) {
      return false;
    }
    toast('The body has been changed: send it, or cancel the change', 'warn');
    this.#editor.focus();
    return true;
  }

  #edit(deadLetter) {
    if (this.#keepsChange()) {
      return;
    }
    const part = byId('dead-letter-body').closest('.part');
    const end = () => {
      this.#editor.root.replaceWith(part);
      this.#editor = null;
      byId('edit')?.focus();
    };
    // As it was sent: what is shown is formatted anew, which would round long numbers and drop a name that is there twice.
    this.#editor = new Editor(deadLetter, deadLetter.body, {
      ended: end,
      sent: (job) => {
        end();
        this.#acts.sent(job);
      },
    });
    part.replaceWith(this.#editor.root);
    this.#editor.focus();
  }

  async show(head) {
    if (this.#keepsChange()) {
      return;
    }
    this.#editor = null;
    const show = ++this.#shows;
    const wasOpen = this.isOpen;
    this.#root.hidden = false;
    document.body.classList.add('has-drawer');
    this.#root.setAttribute('aria-busy', 'true');
    if (!wasOpen) {
      this.#root.replaceChildren(this.#top(head));
      this.#root.focus({ preventScroll: true });
    }
    this.#acts.shown(head.id);
    try {
      const deadLetter = await get(`dead-letters/letters/${encodeURIComponent(head.id)}`);
      if (show === this.#shows) {
        this.#fill(this.#top(deadLetter), el('div', { class: 'drawer-body' }, this.#facts(deadLetter), this.#body(deadLetter), attributes(deadLetter), elsewhere(deadLetter)));
      }
    } catch (failure) {
      if (!(failure instanceof Refused || failure instanceof Unreachable)) {
        throw failure;
      }
      if (show === this.#shows) {
        this.#fill(this.#top(head), el('p', { class: 'empty', data: { tone: 'bad' } }, `This dead letter cannot be shown: ${failure.message}.`));
      }
    } finally {
      if (show === this.#shows) {
        this.#root.removeAttribute('aria-busy');
      }
    }
  }

  #fill(...content) {
    keepFocus(this.#root, () => this.#root.replaceChildren(...content));
  }

  #top(deadLetter) {
    return el(
      'header',
      {},
      el(
        'div',
        { class: 'drawer-tools' },
        tool('previous', 'Previous (k)', () => this.#acts.step(-1)),
        tool('next', 'Next (j)', () => this.#acts.step(1)),
        el('span', { class: 'gap' }),
        deadLetter.body === undefined ? null : button('Edit …', () => this.#edit(deadLetter), { class: 'button small', id: 'edit', title: 'Change the body and send it' }),
        button('Redrive …', () => this.#acts.redrive({ ids: [deadLetter.id] }, 'this dead letter'), { class: 'button small' }),
        button('Discard …', () => this.#acts.discard([deadLetter]), { class: 'button small danger' }),
        tool('close', 'Close (Esc)', () => this.close()),
      ),
      el('h2', {}, deadLetter.reservation_id ? reservation(deadLetter.reservation_id) : deadLetter.reason ? 'No reservation' : 'Dead letter'),
      el('p', { class: 'drawer-badges' }, deadLetter.reason ? reasonBadge(deadLetter.reason) : null, deadLetter.type ? typeBadge(deadLetter.type) : null),
    );
  }

  #facts(deadLetter) {
    const facts = [
      ['Detail', deadLetter.detail && stranger(deadLetter.detail)],
      ['Died', [timeAt(deadLetter.died_at), ', ', timeSince(deadLetter.died_at), ' ago']],
      ['Sent', timeAt(deadLetter.sent_at)],
      ['Kept until', deadLetter.expires_at && [timeAt(deadLetter.expires_at), ', ', el('span', { class: 'kept', id: 'kept', data: { tone: isNear(deadLetter.expires_at) ? 'bad' : 'idle' } }, `${left(deadLetter.expires_at)} left`)]],
      ['Tries', deadLetter.attempts > 0 && count(deadLetter.attempts)],
      ['Receive count', count(deadLetter.receive_count)],
      ['Trace', deadLetter.trace_id && copyable(deadLetter.trace_id, 'Trace id')],
      ['Message', copyable(deadLetter.id, 'Message id')],
      ['Original message', deadLetter.original_message_id && copyable(deadLetter.original_message_id, 'Message id')],
      ['Message group', deadLetter.group_id && stranger(deadLetter.group_id)],
    ];
    return el('dl', { class: 'facts' }, facts.filter(([, value]) => value).map(([name, value]) => [el('dt', {}, name), el('dd', {}, ...[value].flat())]).flat());
  }

  #body(deadLetter) {
    const text = el('pre', { class: 'body', id: 'dead-letter-body', tabindex: '0' });
    const fill = () => text.replaceChildren(...(this.#asItIs ? [deadLetter.body] : jsonText(deadLetter.body)));
    const toggle = button('As it is', () => {
      this.#asItIs = !this.#asItIs;
      toggle.setAttribute('aria-pressed', String(this.#asItIs));
      fill();
    }, { class: 'button small quiet', 'aria-pressed': String(this.#asItIs) });
    fill();
    return el(
      'section',
      { class: 'part' },
      el('header', {}, el('h3', {}, 'Body ', el('span', { class: 'faint' }, bytes(deadLetter.body_bytes))), toggle, button('Copy', () => copy(deadLetter.body, 'Body'), { class: 'button small quiet' })),
      text,
    );
  }
}

function attributes(deadLetter) {
  const all = Object.entries(deadLetter.attributes);
  return el(
    'section',
    { class: 'part' },
    el('header', {}, el('h3', {}, 'Attributes ', el('span', { class: 'faint' }, count(all.length)))),
    el(
      'dl',
      { class: 'facts' },
      all.map(([name, { data_type: type, value, base64 }]) => [
        el('dt', {}, stranger(name)),
        el('dd', { title: type }, base64 === undefined ? stranger(value) : [stranger(base64), el('span', { class: 'faint' }, ' (base64)')]),
      ]).flat(),
    ),
  );
}

/** The same dead letter for somebody else, and for a shell. */
function elsewhere({ id }) {
  return el(
    'section',
    { class: 'part' },
    el('header', {}, el('h3', {}, 'Copy as')),
    el(
      'div',
      { class: 'copies' },
      ...copyButtons([
        ['link', () => link({ view: 'dead-letters', id })],
        ['curl', () => curl(`dead-letters/letters/${encodeURIComponent(id)}`)],
        ['grpcurl', () => grpcurl('Show', { id })],
      ]),
    ),
  );
}

/** The reservation, which is looked up by a click if its identifier is one. */
function reservation(id) {
  return RESERVATION.test(id) ? el('a', { href: fragment({ view: 'reservation', id }) }, stranger(id)) : stranger(id);
}

function tool(symbol, title, listener) {
  return el('button', { type: 'button', class: 'icon-button', title, data: { key: symbol }, 'aria-label': title, on: { click: listener } }, icon(symbol));
}

function copyable(text, name) {
  return el('button', { type: 'button', class: 'copyable', title: 'Copy', on: { click: () => copy(text, name) } }, stranger(text), icon('copy'));
}
