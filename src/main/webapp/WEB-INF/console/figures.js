/**
 * Computes values from responses of /admin/status, whose counters run since the start of the process. Stateless,
 * without access to the page.
 */

/** Groups the outcomes of deliveries for the overview. */
const KINDS = {
  success: 'settled',
  skipped: 'settled',
  ignored: 'settled',
  retried: 'retried',
  dropped: 'retried',
  failed: 'dead',
  invalid_payload: 'dead',
  downstream_error: 'dead',
};

function totals(status) {
  const sums = { settled: 0, retried: 0, dead: 0 };
  for (const outcomes of Object.values(status.events)) {
    for (const [outcome, number] of Object.entries(outcomes)) {
      sums[KINDS[outcome] ?? 'dead'] += number;
    }
  }
  return sums;
}

export const isSameProcess = (one, other) => one.pod.started_at === other.pod.started_at;

export const secondsBetween = (before, after) => (Date.parse(after.at) - Date.parse(before.at)) / 1000;

/** Events per second by kind; null if no time has passed between the two. */
export function rates(before, after) {
  const seconds = secondsBetween(before, after);
  const from = totals(before);
  const to = totals(after);
  const rate = (kind) => (seconds > 0 ? (to[kind] - from[kind]) / seconds : null);
  return { settled: rate('settled'), retried: rate('retried'), dead: rate('dead') };
}

/**
 * A quantile of the values between two distributions, in seconds, interpolated linearly within the buckets. Null
 * without values; the bound of the last bucket for values beyond it.
 */
export function quantile(before, after, q) {
  const total = after.count - before.count;
  if (total <= 0) {
    return null;
  }
  const wanted = q * total;
  let below = 0;
  let floor = 0;
  for (let i = 0; i < after.buckets.length; i++) {
    const { le_seconds: bound, count } = after.buckets[i];
    const within = count - (before.buckets[i]?.count ?? 0);
    if (within >= wanted) {
      return floor + ((bound - floor) * (wanted - below)) / (within - below);
    }
    below = within;
    floor = bound;
  }
  return floor;
}
