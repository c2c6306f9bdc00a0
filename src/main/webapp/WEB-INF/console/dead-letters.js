import { get, Refused, Unreachable } from './api.js';
import { byId, button, el, icon, stranger, toast } from './dom.js';
import { ago, bytes, clock, count, instant, plural } from './format.js';
import { reasonBadge, typeBadge } from './badges.js';
import { Filter } from './filter.js';

/**
 * The table of dead letters. A scan hides dead letters from other consumers for a while and raises their receive
 * counts, so the table shows one scan and is reloaded only on request.
 */

const PAGE = 100;

export class DeadLetters {
  #filter;
  #body = el('tbody');
  #message = el('div', { class: 'empty' });
  #scan = el('p', { class: 'scan muted' });
  #what = el('p', { class: 'what' });
  #redrive;
  #discard;
  #unselect;
  #refresh;
  #further;
  #all = el('input', { type: 'checkbox', 'aria-label': 'Select every dead letter shown' });
  #panel = byId('dead-letter-list');
  #rows = [];
  #selected = new Set();
  #current = -1;
  #matched = 0;
  #next = null;
  #loads = 0;
  #open;

  loaded = false;

  /** @param acts callbacks `open(head)`, `redrive(selection, text)`, `discard(heads)` */
  constructor(acts) {
    this.#open = acts.open;
    const filter = el('div', { class: 'filter' });
    this.#filter = new Filter(filter, () => this.load(false));
    this.#redrive = button('', () => this.redrive(acts), { class: 'button primary', id: 'redrive', title: 'Dry run first (d)' });
    this.#discard = button('Discard …', () => this.discard(acts), { class: 'button danger', id: 'discard', hidden: true });
    this.#unselect = button('Clear', () => this.clear(), { class: 'button quiet', id: 'unselect', hidden: true });
    this.#further = button('Show more', () => this.#loadMore(), { class: 'button', id: 'further', hidden: true });
    this.#refresh = el('button', { type: 'button', class: 'icon-button', id: 'refresh', title: 'Look again (r)', 'aria-label': 'Look again', on: { click: () => this.load(true) } }, icon('refresh'));
    this.#all.addEventListener('change', () => this.#selectAll(this.#all.checked));
    const heads = [
      el('th', { class: 'pick', scope: 'col' }, this.#all),
      ...['Reason', 'Reservation', 'Type', 'Detail'].map((text) => el('th', { scope: 'col' }, text)),
      ...['Died', 'Tries', 'Size'].map((text) => el('th', { scope: 'col', class: 'number' }, text)),
    ];
    this.#panel.append(
      filter,
      el('div', { class: 'actions' }, this.#what, this.#unselect, this.#discard, this.#redrive),
      el('table', { class: 'dead' }, el('thead', {}, el('tr', {}, heads)), this.#body),
      this.#message,
      el('footer', { class: 'list-foot' }, this.#scan, this.#further, this.#refresh),
    );
    this.#tell();
  }

  /** @param refresh whether to scan the queue again */
  async load(refresh) {
    await this.#busy(async (isLatest) => {
      this.#say('Looking through the dead-letter queue. Dead letters are hidden from other readers meanwhile, up to 15 s.', 'busy');
      const page = await get('dead-letters', [...this.#filter.parameters(), ['page_size', PAGE], ...(refresh ? [['refresh', 'true']] : [])]);
      const summary = await get('dead-letters/summary');
      if (isLatest()) {
        this.loaded = true;
        this.#filter.show(summary);
        this.#rows = [];
        this.#selected.clear();
        this.#current = -1;
        this.#body.replaceChildren();
        this.#add(page);
      }
    });
  }

  async #loadMore() {
    await this.#busy(async (isLatest) => {
      const page = await get('dead-letters', [...this.#filter.parameters(), ['page_size', PAGE], ['page_token', this.#next]]);
      if (isLatest()) {
        this.#add(page);
      }
    });
  }

  /** Runs a load. Only the most recent load may update the table. */
  async #busy(work) {
    const load = ++this.#loads;
    this.#panel.setAttribute('aria-busy', 'true');
    try {
      await work(() => load === this.#loads);
    } catch (failure) {
      if (load === this.#loads) {
        this.#fail(failure);
      }
    } finally {
      if (load === this.#loads) {
        this.#panel.removeAttribute('aria-busy');
      }
    }
  }

  #fail(failure) {
    if (!(failure instanceof Refused || failure instanceof Unreachable)) {
      throw failure;
    }
    if (failure.code === 'outdated') {
      toast('The list has been scanned again since; here is its beginning.');
      this.load(false);
      return;
    }
    this.#matched = 0;
    this.#rows = [];
    this.#next = null;
    this.#body.replaceChildren();
    this.#tell();
    this.#say(failure.code === 'no_dead_letter_queue' ? `No dead-letter queue to look into: ${failure.message}.` : `That did not work: ${failure.message}.`, 'bad');
  }

  #add(page) {
    this.#matched = page.matched;
    this.#next = page.next_page_token ?? null;
    page.letters.forEach((head) => {
      const row = this.#row(head, this.#rows.length);
      this.#rows.push({ head, row });
      this.#body.append(row);
    });
    this.#scan.textContent = looked(page.scan);
    this.#tell();
    if (this.#rows.length > 0) {
      this.#message.hidden = true;
    } else if (this.#filter.isEmpty) {
      this.#say(page.scan.complete ? 'No dead letters. Every event has come to its end.' : 'No dead letters were seen. Others may be hidden by another reader: look again in half a minute.', 'good');
    } else {
      this.#say('No dead letter fits the filter.', '', button('Clear the filter', () => this.#filter.clear()));
    }
  }

  #row(head, index) {
    const pick = el('input', { type: 'checkbox', 'aria-label': `Select dead letter ${head.id}`, on: { click: (event) => event.stopPropagation(), change: () => this.#select(index, pick.checked) } });
    return el(
      'tr',
      { tabindex: '-1', data: { id: head.id }, on: { click: () => this.open(index) } },
      el('td', { class: 'pick', on: { click: (event) => event.stopPropagation() } }, pick),
      el('td', { class: 'reason' }, reasonBadge(head.reason)),
      el('td', { class: 'id' }, head.reservation_id ? stranger(head.reservation_id) : el('span', { class: 'faint' }, 'none')),
      el('td', { class: 'kind' }, typeBadge(head.type)),
      el('td', { class: 'detail' }, stranger(head.detail || '', { title: head.detail })),
      el('td', { class: 'number died', title: instant(head.died_at) }, ago(head.died_at)),
      el('td', { class: 'number tries' }, count(head.attempts || null)),
      el('td', { class: 'number size' }, bytes(head.body_bytes)),
    );
  }

  open(index) {
    if (index >= 0 && index < this.#rows.length) {
      this.#move(index);
      this.#open(this.#rows[index].head);
    }
  }

  openCurrent() {
    this.open(this.#current);
  }

  /** @param step rows down; negative: up */
  step(step) {
    if (this.#rows.length > 0) {
      this.#move(Math.min(Math.max(this.#current + step, 0), this.#rows.length - 1));
    }
  }

  #move(index) {
    this.#rows[this.#current]?.row.removeAttribute('aria-current');
    this.#current = index;
    const { row } = this.#rows[index];
    row.setAttribute('aria-current', 'true');
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  }

  toggleCurrent() {
    const deadLetter = this.#rows[this.#current];
    if (deadLetter) {
      this.#select(this.#current, !this.#selected.has(deadLetter.head.id));
    }
  }

  toggleAll() {
    this.#selectAll(this.#selected.size < this.#rows.length);
  }

  clear() {
    this.#selectAll(false);
  }

  get hasSelection() {
    return this.#selected.size > 0;
  }

  focusFilter() {
    this.#filter.focus();
  }

  #selectAll(chosen) {
    this.#rows.forEach((_, index) => this.#mark(index, chosen));
    this.#tell();
  }

  #select(index, chosen) {
    this.#mark(index, chosen);
    this.#tell();
  }

  #mark(index, chosen) {
    const { head, row } = this.#rows[index];
    row.querySelector('input').checked = chosen;
    row.toggleAttribute('data-selected', chosen);
    if (chosen) {
      this.#selected.add(head.id);
    } else {
      this.#selected.delete(head.id);
    }
  }

  redrive(acts) {
    if (this.#redrive.disabled) {
      return;
    }
    if (this.#selected.size > 0) {
      acts.redrive({ ids: [...this.#selected] }, plural(this.#selected.size, 'selected dead letter', 'selected dead letters'));
    } else {
      acts.redrive(this.#filter.selection(), this.#filter.isEmpty ? 'every dead letter in the queue' : 'every dead letter that fits the filter');
    }
  }

  discard(acts) {
    if (this.#selected.size > 0) {
      acts.discard(this.#rows.filter(({ head }) => this.#selected.has(head.id)).map(({ head }) => head));
    }
  }

  #tell() {
    const chosen = this.#selected.size;
    this.#what.replaceChildren(el('b', {}, count(chosen || this.#matched)), chosen > 0 ? ' selected' : this.#filter.isEmpty ? ' dead letters' : ' fit the filter');
    this.#redrive.textContent = chosen > 0 ? `Redrive ${count(chosen)} …` : this.#filter.isEmpty ? 'Redrive all …' : 'Redrive these …';
    // A redrive of everything is not highlighted as the primary action.
    this.#redrive.classList.toggle('primary', chosen > 0 || !this.#filter.isEmpty);
    this.#redrive.disabled = chosen === 0 && this.#matched === 0;
    this.#discard.hidden = chosen === 0;
    this.#unselect.hidden = chosen === 0;
    this.#further.hidden = this.#next === null;
    this.#further.textContent = `Show ${count(Math.min(PAGE, this.#matched - this.#rows.length))} more of ${count(this.#matched)}`;
    this.#all.checked = chosen > 0 && chosen === this.#rows.length;
    this.#all.indeterminate = chosen > 0 && chosen < this.#rows.length;
  }

  #say(text, tone, ...more) {
    this.#message.hidden = false;
    this.#message.dataset.tone = tone;
    this.#message.replaceChildren(el('p', {}, text), ...more);
  }
}

function looked(scan) {
  const seen = `Looked at ${clock(Date.parse(scan.taken_at))}: ${plural(scan.scanned, 'dead letter', 'dead letters')} seen`;
  return scan.complete ? `${seen}, which is all.` : `${seen} of about ${count(Math.max(scan.approximate_total, scan.scanned))}; others may be hidden by another reader.`;
}
