import { el, stranger, words } from './dom.js';

/** Reasons and types as coloured words, always the same colour for the same meaning. */

const PAID = new Set(['paid_but_not_held', 'released_but_confirmed', 'commit_failed_expired', 'commit_failed_conflict', 'commit_failed_payment', 'nothing_to_commit']);
const PASSED = new Set(['retries_exhausted', 'unexpected_error']);
const UNREADABLE = new Set(['malformed_json', 'unknown_type', 'missing_detail', 'missing_field', 'invalid_field']);

const MEANINGS = {
  bad: 'Somebody has paid and has no seat, or may lose one: look at these first',
  warn: 'Failed on every try at that time: a redrive may go well today',
  violet: 'The event breaks the contract: a redrive dies again unless the worker or the event is mended',
  blue: 'A service refused for good: a redrive dies again unless the service is mended',
  idle: 'Moved by the queue itself, which says nothing of why',
};

const TYPES = { approved: 'good', expired: 'blue', failed: 'warn' };

export function reasonTone(reason) {
  if (PAID.has(reason)) {
    return 'bad';
  }
  if (PASSED.has(reason)) {
    return 'warn';
  }
  if (UNREADABLE.has(reason)) {
    return 'violet';
  }
  return reason === 'unknown' ? 'idle' : 'blue';
}

/** The word comes from a message attribute, so its content is untrusted. */
export function reasonBadge(reason) {
  const tone = reasonTone(reason);
  return stranger(words(reason), { class: 'badge', 'data-tone': tone, title: MEANINGS[tone] });
}

export const typeBadge = (type) => el('span', { class: 'type', data: { tone: TYPES[type] ?? 'idle' } }, words(type));
