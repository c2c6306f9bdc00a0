import { typeBadge } from './badges.js';
import { el, stranger, words } from './dom.js';
import { count, duration, plural } from './format.js';
import { timeAt } from './times.js';

/** What the other pods know of a reservation. */

export const OUTCOMES = { success: 'good', skipped: 'idle', ignored: 'idle', retried: 'warn', dropped: 'warn' };

export function inFlight(message) {
  return [typeBadge(message.type), ` ${message.step === 'none' ? 'between steps' : words(message.step)}, attempt ${count(message.attempt)}, for ${duration(message.age_seconds)}`];
}

export function ended(end) {
  return [
    el('span', { class: 'badge', data: { tone: OUTCOMES[end.outcome] ?? 'bad' } }, words(end.outcome)),
    ' ',
    typeBadge(end.type),
    ' ',
    timeAt(end.ended_at),
    `, attempt ${count(end.attempt)}, ${plural(end.handler_attempts, 'try', 'tries')}, ${duration(end.duration_seconds)}`,
    ...(end.reason ? [', ', stranger(words(end.reason))] : []),
  ];
}

/** @param known of `reservations/{id}/pods`; empty if no other pod is configured */
export function otherPods(known) {
  const { pods, silent, not_asked: notAsked, problems } = known;
  const rows = pods.flatMap((pod) => [
    ...pod.in_work.map((message) => el('li', {}, 'in flight on ', stranger(pod.name), ': ', ...inFlight(message))),
    ...pod.outcomes.list.map((end) => el('li', {}, stranger(pod.name), ': ', ...ended(end))),
  ]);
  const missing = [
    ...silent.map(({ address, cause }) => el('li', {}, el('b', {}, address), `: ${cause}`)),
    ...problems.map((problem) => el('li', {}, problem)),
    ...(notAsked > 0 ? [el('li', {}, `${plural(notAsked, 'further address is', 'further addresses are')} not asked`)] : []),
  ];
  return el(
    'div',
    {},
    rows.length > 0 ? el('ul', { class: 'reservation-list', id: 'reservation-pods' }, rows) : el('p', { class: 'muted' }, `Nothing that ${plural(pods.length, 'other pod knows', 'other pods know')}.`),
    missing.length > 0 ? el('ul', { class: 'fleet-problems', id: 'reservation-pods-missing' }, missing) : null,
  );
}

export function isFleet({ pods, silent, problems }) {
  return pods.length + silent.length + problems.length > 0;
}
