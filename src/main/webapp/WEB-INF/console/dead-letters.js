import { get, Refused, Unreachable } from './api.js';
import { byId, button, el, icon, toast } from './dom.js';
import { count, plural } from './format.js';
import { DeadLetterTable } from './dead-letter-table.js';
import { Filter } from './filter.js';
import { clockInZone, whenZoneChanges } from './times.js';
import { sharing } from './sharing.js';
import { Trend } from './trend.js';

/**
 * The list of dead letters. A scan hides dead letters from other consumers for a while and raises their receive
 * counts, so the table shows one scan and is reloaded only on request. A long scan fills the table while it goes on.
 */

const PAGE = 100;

/** How often the table fills while a scan goes on. */
const FILL_SECONDS = 1;

export class DeadLetters {
  #filter;
  #table;
  #message = el('div', { class: 'empty' });
  #scan = el('p', { class: 'scan muted' });
  #looked = null;
  #notSearched = 0;
  #trend = new Trend();
  #what = el('p', { class: 'what' });
  #redrive;
  #discard;
  #unselect;
  #refresh;
  #further;
  #panel = byId('dead-letter-list');
  #matched = 0;
  #next = null;
  #loads = 0;
  #acts;

  loaded = false;

  /** @param acts callbacks `open(head)`, `step(step)`, `redrive(selection, text)`, `discard(heads)`, `discardAll(selection, text)`, `filtered()` */
  constructor(acts) {
    this.#acts = acts;
    const filter = el('div', { class: 'filter' });
    this.#filter = new Filter(filter, () => {
      acts.filtered();
      this.load(false);
    });
    this.#table = new DeadLetterTable({ open: acts.open, step: acts.step, changed: () => this.#tell() });
    this.#redrive = button('', () => this.redrive(), { class: 'button primary', id: 'redrive', title: 'Dry run first (d)' });
    this.#discard = button('Discard …', () => this.discard(), { class: 'button danger', id: 'discard', hidden: true });
    this.#unselect = button('Clear', () => this.clear(), { class: 'button quiet', id: 'unselect', hidden: true });
    this.#further = button('Show more', () => this.#loadMore(), { class: 'button', id: 'further', hidden: true });
    this.#refresh = el('button', { type: 'button', class: 'icon-button', id: 'refresh', title: 'Look again (r)', 'aria-label': 'Look again', on: { click: () => this.load(true) } }, icon('refresh'));
    this.#panel.append(
      filter,
      el('div', { class: 'actions' }, this.#what, this.#unselect, this.#discard, this.#redrive),
      this.#trend.root,
      this.#table.root,
      this.#message,
      el('footer', { class: 'list-foot' }, this.#scan, sharing(this), this.#further, this.#refresh),
    );
    whenZoneChanges(() => this.#showScan());
    this.#tell();
  }

  #showScan() {
    this.#scan.textContent = this.#looked ? `${looked(this.#looked)}${unread(this.#notSearched)}` : '';
  }

  /** @param refresh whether to scan the queue again */
  async load(refresh) {
    await this.#busy(async (isLatest) => {
      const hadFocus = this.#table.hasFocus || this.#message.contains(document.activeElement);
      this.#say('Looking through the dead-letter queue. Dead letters are hidden from other readers meanwhile, up to a minute.', 'busy');
      let page;
      do {
        const again = refresh && page === undefined ? [['refresh', 'true']] : [];
        page = await get('dead-letters', [...this.filter, ['page_size', PAGE], ['wait_seconds', FILL_SECONDS], ...again]);
        const summary = await get('dead-letters/summary', [['wait_seconds', 0]]);
        if (!isLatest()) {
          return;
        }
        this.#filter.show(summary);
        this.#trend.show(summary);
        this.#replace(page);
        this.loaded = true;
      } while (page.scan.running);
      if (hadFocus && !this.#table.hasFocus) {
        this.focusCurrent();
      }
    });
  }

  /** Shows a page in place of the rows, and keeps what an operator has selected among them. */
  #replace(page) {
    const state = this.#table.state();
    const hadFocus = this.#table.hasFocus;
    this.#table.empty();
    this.#add(page);
    this.#table.restore(state);
    if (hadFocus) {
      this.focusCurrent();
    }
  }

  async #loadMore() {
    await this.#busy(async (isLatest) => {
      const page = await get('dead-letters', [...this.filter, ['page_size', PAGE], ['page_token', this.#next]]);
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
      toast('The list is no longer kept; here is its beginning.');
      this.load(false);
      return;
    }
    this.#matched = 0;
    this.#next = null;
    this.#table.empty();
    this.#tell();
    this.#say(failure.code === 'no_dead_letter_queue' ? `No dead-letter queue to look into: ${failure.message}.` : `That did not work: ${failure.message}.`, 'bad');
  }

  #add(page) {
    this.#matched = page.matched;
    this.#next = page.next_page_token ?? null;
    this.#table.add(page.letters);
    this.#looked = page.scan;
    this.#notSearched = page.not_searched ?? 0;
    this.#showScan();
    this.#tell();
    if (this.#table.size > 0) {
      this.#message.hidden = true;
    } else if (page.scan.running) {
      this.#say(`${seenOf(page.scan)} so far${this.#filter.isEmpty ? '' : '; none fits the filter'}. The scan goes on.`, 'busy');
    } else if (this.#filter.isEmpty) {
      this.#say(page.scan.complete ? 'No dead letters. Every event has come to its end.' : 'No dead letters were seen. Others may be hidden by another reader: look again in half a minute.', 'good');
    } else {
      const none = page.scan.complete && this.#notSearched > 0
        ? `None found.${unread(this.#notSearched)}`
        : page.scan.complete
        ? 'No dead letter fits the filter.'
        : `None among the ${seenOf(page.scan)} fits the filter.${unread(this.#notSearched)}`;
      const whole = this.#filter.hasReservation ? ' A reservation is found by its whole id; for a part of one, use the search.' : '';
      this.#say(none + whole, '', button('Clear the filter', () => this.#filter.clear()));
    }
  }

  /** The filter as parameters of the list. */
  get filter() {
    return this.#filter.parameters();
  }

  /** Takes a filter from an address. */
  set filter(parameters) {
    this.#filter.set(parameters);
  }

  get selectedHeads() {
    return this.#table.selectedHeads;
  }

  get #chosen() {
    return this.#table.selectedIds.length;
  }

  /** What is selected, or else what the filter selects, in the form of /admin. */
  get selection() {
    return this.#chosen > 0 ? { ids: this.#table.selectedIds } : this.#filter.selection();
  }

  mark(id) {
    this.#table.mark(id);
  }

  step(step) {
    this.#table.step(step);
  }

  openCurrent() {
    this.#table.openCurrent();
  }

  toggleCurrent() {
    this.#table.toggleCurrent();
  }

  toggleAll() {
    this.#table.toggleAll();
  }

  clear() {
    this.#table.selectAll(false);
  }

  /** Where the focus goes when what had it is gone. */
  focusCurrent() {
    if (!this.#table.focusCurrent()) {
      this.#refresh.focus();
    }
  }

  focusFilter() {
    this.#filter.focus();
  }

  redrive() {
    if (!this.#redrive.disabled) {
      this.#acts.redrive(this.selection, this.#meant());
    }
  }

  discard() {
    if (this.#chosen > 0) {
      this.#acts.discard(this.selectedHeads);
    } else if (!this.#discard.hidden) {
      this.#acts.discardAll(this.selection, this.#meant());
    }
  }

  #meant() {
    if (this.#chosen > 0) {
      return plural(this.#chosen, 'selected dead letter', 'selected dead letters');
    }
    return this.#filter.isEmpty ? 'every dead letter in the queue' : 'every dead letter that fits the filter';
  }

  #tell() {
    const chosen = this.#chosen;
    const isNarrowed = !this.#filter.isEmpty;
    this.#what.replaceChildren(el('b', {}, count(chosen || this.#matched)), chosen > 0 ? ' selected' : isNarrowed ? ' fit the filter' : ' dead letters');
    this.#redrive.textContent = chosen > 0 ? `Redrive ${count(chosen)} …` : isNarrowed ? 'Redrive these …' : 'Redrive all …';
    // A redrive of everything is not highlighted as the primary action.
    this.#redrive.classList.toggle('primary', chosen > 0 || isNarrowed);
    // A job takes a selection; of a search the rows have to be selected.
    const isSearch = chosen === 0 && this.#filter.hasSearch;
    this.#redrive.title = isSearch ? 'Select rows: a search is not redriven as a whole' : 'Dry run first (d)';
    this.#redrive.disabled = isSearch || (chosen === 0 && this.#matched === 0);
    this.#discard.hidden = isSearch || (chosen === 0 && !(isNarrowed && this.#matched > 0));
    this.#discard.textContent = chosen > 0 ? `Discard ${count(chosen)} …` : 'Discard these …';
    this.#unselect.hidden = chosen === 0;
    this.#further.hidden = this.#next === null;
    this.#further.textContent = `Show ${count(Math.min(PAGE, this.#matched - this.#table.size))} more of ${count(this.#matched)}`;
  }

  #say(text, tone, ...more) {
    this.#message.hidden = false;
    this.#message.dataset.tone = tone;
    this.#message.replaceChildren(el('p', {}, text), ...more);
  }
}

const seenOf = (scan) => `${count(scan.scanned)} of about ${count(Math.max(scan.approximate_total, scan.scanned))} seen`;

/** The worker keeps as many bodies as leave the memory to events. */
const unread = (number) => (number > 0 ? ` The bodies of ${plural(number, 'dead letter', 'dead letters')} were not searched: there are too many to keep.` : '');

function looked(scan) {
  const at = clockInZone(Date.parse(scan.taken_at));
  if (scan.running) {
    return `Looking: ${seenOf(scan)} by ${at}.`;
  }
  return scan.complete
    ? `Looked at ${at}: ${plural(scan.scanned, 'dead letter', 'dead letters')} seen, which is all.`
    : `Looked at ${at}: ${seenOf(scan)}; others may be hidden by another reader.`;
}
