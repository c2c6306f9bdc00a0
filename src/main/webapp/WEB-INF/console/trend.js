import { el, words } from './dom.js';
import { count, plural } from './format.js';
import { reasonTone } from './badges.js';
import { isNear, left, minute } from './times.js';

/** New dead letters of each reason by hour, as rows of bars with the same in words. */

const HOUR = 3_600_000;
const ROWS = 8;

const sum = (counts) => counts.reduce((total, number) => total + number, 0);

export class Trend {
  root = el('section', { class: 'trend', id: 'trend', 'aria-label': 'New dead letters by hour', hidden: true });

  /** @param summary of the scan that the list shows */
  show({ trend, next_expiry: expiry }) {
    const reasons = Object.entries(trend?.by_reason ?? {}).sort(([, one], [, other]) => sum(other) - sum(one));
    this.root.hidden = reasons.length === 0 && !isNear(expiry);
    const most = Math.max(1, ...reasons.flatMap(([, counts]) => counts));
    this.root.replaceChildren(
      ...(isNear(expiry) ? [el('p', { class: 'hint', id: 'expiry', data: { tone: 'bad' } }, `The queue deletes dead letters in ${left(expiry)}: redrive them before, or lengthen its retention.`)] : []),
      ...(reasons.length > 0 ? [el('h3', {}, 'New in the last 24 hours', trend.complete ? '' : el('span', { class: 'faint' }, ' among those seen so far; there are more'))] : []),
      el('ul', {}, reasons.slice(0, ROWS).map(([reason, counts]) => row(reason, counts, most, Date.parse(trend.from)))),
      ...(reasons.length > ROWS ? [el('p', { class: 'muted' }, `and ${plural(reasons.length - ROWS, 'reason', 'reasons')} more`)] : []),
    );
  }
}

function row(reason, counts, most, from) {
  const peak = counts.indexOf(Math.max(...counts));
  const text = `${words(reason)}: ${count(sum(counts))} in the last 24 hours, most from ${minute(from + peak * HOUR)} on, ${count(counts[peak])}`;
  const bars = counts.map((number, hour) => {
    const bar = el('i', { title: `${minute(from + hour * HOUR)}: ${count(number)}` });
    bar.style.height = number === 0 ? '1px' : `${Math.max(12, (100 * number) / most)}%`;
    return bar;
  });
  return el('li', { data: { reason, tone: reasonTone(reason) } }, el('span', { class: 'trend-name' }, el('bdi', {}, words(reason))), el('span', { class: 'bars', role: 'img', 'aria-label': text }, bars), el('b', {}, count(sum(counts))));
}
