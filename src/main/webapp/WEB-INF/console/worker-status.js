import { byId, el, icon } from './dom.js';
import { age, bytes, count, plural } from './format.js';
import { clockInZone } from './times.js';

/** The status of the worker: the word in the bar, the sentence below it, the line at the foot. */

const ENDING = new Set(['draining', 'stopped']);

function describe(status) {
  if (ENDING.has(status.state)) {
    return { word: status.state, tone: 'warn', sentence: `This worker is ${status.state}: it finishes what is in flight, returns the rest to the queue and receives nothing new.` };
  }
  if (status.polling.not_receiving === 'operations_mode') {
    return { word: 'operations', tone: status.polling.fleet?.paused ? 'warn' : 'good', sentence: status.polling.fleet?.paused ? 'All pods are paused: no pod of this queue takes messages until the fleet is resumed. This one serves operators alone.' : undefined };
  }
  if (status.state === 'starting') {
    return { word: 'starting', tone: 'warn' };
  }
  if (status.condition === 'stuck') {
    return { word: 'stuck', tone: 'bad', sentence: 'The poll loop is stalled: no message is received. Liveness fails, and the pod is restarted if it is probed.' };
  }
  if (status.condition === 'degraded') {
    return { word: 'queue does not answer', tone: 'bad', sentence: `The queue could not be asked ${plural(status.polling.failed_in_a_row, 'time', 'times')} in a row. The worker goes on trying.` };
  }
  if (status.polling.not_receiving === 'fleet_flag_unknown') {
    return { word: 'waiting', tone: 'warn', sentence: `Whether all pods are paused could not be read yet (${status.polling.fleet?.problem}): this worker takes no messages until it knows, for a minute at most.` };
  }
  if (status.polling.fleet?.paused) {
    const { operator } = status.polling.fleet;
    return { word: 'fleet paused', tone: 'warn', sentence: `All pods are paused${operator ? ` by ${operator}` : ''}: no pod of this queue takes messages until the fleet is resumed.${status.polling.paused ? ' This pod is paused by itself, too.' : ''}` };
  }
  if (status.polling.paused) {
    return { word: 'paused', tone: 'warn', sentence: 'Paused by an operator: this worker takes no messages until it is resumed or restarted.' };
  }
  const down = Object.entries(status.dependencies).filter(([, state]) => state !== 'closed').map(([name]) => name);
  if (down.length > 0) {
    return { word: 'waiting', tone: 'warn', sentence: `${down.join(' and ')} ${down.length > 1 ? 'are' : 'is'} down: messages stay in the queue, one probe at a time finds out when it is over. No retry is used up.` };
  }
  const flapping = (status.services ?? []).filter(({ unstable }) => unstable);
  if (flapping.length > 0) {
    return { word: 'unstable', tone: 'warn', sentence: flapping.map(lately).join(' ') };
  }
  return { word: 'running', tone: 'good' };
}

/** A service that answers just now, and did not a moment ago. */
function lately({ name, outages, window_seconds: window, last_outage: last }) {
  return `${name} was down until ${clockInZone(Date.parse(last?.ended_at ?? last?.began_at))}, ${plural(outages, 'time', 'times')} in the last ${window / 60} min: ${last?.cause}.`;
}

export function showStatus(status) {
  const { word, tone, sentence } = describe(status);
  say(word, tone, sentence);
  byId('where').replaceChildren(el('b', {}, status.pod.name), el('span', {}, status.pod.queue));
  const paused = status.polling.paused;
  const pause = byId('pause');
  pause.hidden = ENDING.has(status.state) || status.polling.not_receiving === 'operations_mode';
  if (pause.dataset.paused !== String(paused)) {
    pause.dataset.paused = String(paused);
    pause.title = `${paused ? 'Take messages again' : 'Take no further messages'} (p)`;
    pause.classList.toggle('primary', paused);
    pause.replaceChildren(icon(paused ? 'resume' : 'pause'), el('span', {}, paused ? 'Resume' : 'Pause'));
  }
  document.body.classList.remove('gone');
}

/**
 * @param since the time of its last response, in milliseconds
 * @param isSilent whether it takes requests and does not answer them
 */
export function showGone({ since, isSilent }) {
  const what = isSilent ? 'The worker takes requests and does not answer: it may be frozen. No answer' : 'No answer from the worker';
  say(isSilent ? 'no answer' : 'gone', 'bad', `${what} since ${clockInZone(since)} (${age((Date.now() - since) / 1000)}). Below is what was seen last; this page goes on trying.`);
  byId('pause').hidden = true;
  document.body.classList.add('gone');
}

export function showDisconnected() {
  say('not connected', 'idle');
  byId('pause').hidden = true;
  byId('where').replaceChildren();
}

function say(word, tone, sentence) {
  const state = byId('state');
  const banner = byId('banner');
  if (state.textContent !== word) {
    state.textContent = word;
  }
  state.dataset.tone = tone;
  banner.dataset.tone = tone;
  banner.hidden = !sentence;
  if (banner.textContent !== (sentence ?? '')) {
    banner.textContent = sentence ?? '';
  }
}

export function showSince(status) {
  const { deliveries: sums, pod } = status;
  const figure = (number, text, tone) => el('span', { data: { tone: tone ?? '' } }, el('b', {}, number), ` ${text}`);
  byId('since').replaceChildren(
    el(
      'p',
      {},
      figure(count(sums.received), 'received'),
      figure(count(sums.acknowledged), 'acknowledged'),
      figure(count(sums.retried), 'retried'),
      figure(count(sums.dead_lettered), 'dead-lettered'),
      figure(count(sums.released), 'released'),
      figure(count(sums.unaccounted), 'unaccounted', sums.unaccounted === 0 ? '' : 'bad'),
    ),
    el(
      'p',
      {},
      figure(age((Date.parse(status.at) - Date.parse(pod.started_at)) / 1000), 'up'),
      figure(bytes(pod.heap_used_bytes), `of ${bytes(pod.heap_max_bytes)} heap`),
      figure('Java', pod.java),
      el('span', {}, 'figures of this pod alone'),
    ),
  );
}
