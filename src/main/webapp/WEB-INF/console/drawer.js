import { get, Refused, Unreachable } from './api.js';
import { byId, button, el, icon, stranger, toast } from './dom.js';
import { ago, bytes, count, instant } from './format.js';
import { reasonBadge, typeBadge } from './badges.js';
import { jsonText } from './json-text.js';

/** One dead letter in full. */
export class Drawer {
  #root = byId('drawer');
  #acts;
  #shows = 0;
  #asItIs = false;

  /** @param acts callbacks `redrive`, `discard`, `step` */
  constructor(acts) {
    this.#acts = acts;
  }

  get isOpen() {
    return !this.#root.hidden;
  }

  close() {
    this.#shows++;
    this.#root.hidden = true;
    document.body.classList.remove('has-drawer');
  }

  async show(head) {
    const show = ++this.#shows;
    this.#root.hidden = false;
    document.body.classList.add('has-drawer');
    this.#root.setAttribute('aria-busy', 'true');
    try {
      const deadLetter = await get(`dead-letters/letters/${encodeURIComponent(head.id)}`);
      if (show === this.#shows) {
        this.#root.replaceChildren(this.#top(deadLetter), el('div', { class: 'drawer-body' }, this.#facts(deadLetter), this.#body(deadLetter), attributes(deadLetter)));
      }
    } catch (failure) {
      if (!(failure instanceof Refused || failure instanceof Unreachable)) {
        throw failure;
      }
      if (show === this.#shows) {
        this.#root.replaceChildren(this.#top(head), el('p', { class: 'empty', data: { tone: 'bad' } }, `This dead letter cannot be shown: ${failure.message}.`));
      }
    } finally {
      if (show === this.#shows) {
        this.#root.removeAttribute('aria-busy');
      }
    }
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
        button('Redrive …', () => this.#acts.redrive({ ids: [deadLetter.id] }, 'this dead letter'), { class: 'button small' }),
        button('Discard …', () => this.#acts.discard([deadLetter]), { class: 'button small danger' }),
        tool('close', 'Close (Esc)', () => this.close()),
      ),
      el('h2', {}, deadLetter.reservation_id ? stranger(deadLetter.reservation_id) : 'No reservation'),
      el('p', { class: 'drawer-badges' }, reasonBadge(deadLetter.reason), typeBadge(deadLetter.type)),
    );
  }

  #facts(deadLetter) {
    const facts = [
      ['Detail', deadLetter.detail && stranger(deadLetter.detail)],
      ['Died', `${instant(deadLetter.died_at)}, ${ago(deadLetter.died_at)} ago`],
      ['Sent', instant(deadLetter.sent_at)],
      ['Tries', deadLetter.attempts > 0 && count(deadLetter.attempts)],
      ['Receive count', count(deadLetter.receive_count)],
      ['Trace', deadLetter.trace_id && copyable(deadLetter.trace_id, 'Trace id')],
      ['Message', copyable(deadLetter.id, 'Message id')],
      ['Original message', deadLetter.original_message_id && copyable(deadLetter.original_message_id, 'Message id')],
      ['Message group', deadLetter.group_id && stranger(deadLetter.group_id)],
    ];
    return el('dl', { class: 'facts' }, facts.filter(([, value]) => value).map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]).flat());
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

function tool(symbol, title, listener) {
  return el('button', { type: 'button', class: 'icon-button', title, 'aria-label': title, on: { click: listener } }, icon(symbol));
}

function copyable(text, name) {
  return el('button', { type: 'button', class: 'copyable', title: 'Copy', on: { click: () => copy(text, name) } }, stranger(text), icon('copy'));
}

async function copy(text, name) {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${name} copied`);
  } catch {
    // Browsers refuse the clipboard on plain HTTP, except on localhost.
    toast('The browser does not let this page copy', 'warn');
  }
}
