/** Human-readable numbers and durations. */

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

const short = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const NOTHING = '–';

/** A number on an axis. */
export const plain = (number) => short.format(number);

export const count = (number) => (number === null || number === undefined ? NOTHING : whole.format(number));

export const rate = (number) => {
  if (number === null || number === undefined) {
    return NOTHING;
  }
  return number > 0 && number < 99.95 ? tenths.format(number) : whole.format(number);
};

/** A duration with at most two units and at most three digits. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined) {
    return NOTHING;
  }
  if (seconds === 0) {
    return '0 s';
  }
  if (seconds < 0.0095) {
    return `${tenths.format(seconds * 1000)} ms`;
  }
  if (seconds < 0.9995) {
    return `${whole.format(seconds * 1000)} ms`;
  }
  if (seconds < 9.95) {
    return `${tenths.format(seconds)} s`;
  }
  return age(seconds);
}

/** The same in whole seconds. */
export function age(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 120) {
    return `${s} s`;
  }
  if (s < 3600) {
    return `${Math.floor(s / 60)} min ${s % 60} s`;
  }
  if (s < 86400) {
    return `${Math.floor(s / 3600)} h ${Math.floor((s % 3600) / 60)} min`;
  }
  return `${Math.floor(s / 86400)} d ${Math.floor((s % 86400) / 3600)} h`;
}

export function bytes(number) {
  if (number < 1024) {
    return `${number} B`;
  }
  return number < 1_048_576 ? `${tenths.format(number / 1024)} KB` : `${whole.format(number / 1_048_576)} MB`;
}

export const plural = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;
