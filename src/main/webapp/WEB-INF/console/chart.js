import uPlot from './uplot.js';
import { el } from './dom.js';
import { NOTHING } from './format.js';
import { clock, minute } from './times.js';
import { colour, veil } from './colours.js';

const HEIGHT = 148;
const GUTTER = 46;
const FILLED = 60;
const FONT = '11px system-ui, sans-serif';

/** All plots show the time under the pointer, whichever plot the pointer is in. */
const cursors = uPlot.sync('console');

/**
 * One plot with its current values above it. Series are `{column, label, tone, fill, dash}`; `tone` names a colour of
 * the style sheet. The values are those under the pointer, or else the latest.
 */
export class Chart {
  #plot;
  #series;
  #format;
  #figures;
  #lanes;
  #seconds = 300;

  /**
   * @param options `title`, `series`, `format` of a value, `scale` (the same on the axis), `least` (the minimum of the
   *     upper bound), `lanes` (draws a band for each series, coloured by state, instead of lines)
   */
  constructor(parent, options) {
    this.#series = options.series;
    this.#format = options.format;
    this.#lanes = options.lanes;
    this.#figures = options.series.map(() => el('b', {}, NOTHING));
    const canvas = el('div', { class: 'plot' });
    parent.append(
      el(
        'section',
        { class: 'card chart', 'aria-label': options.title },
        el(
          'header',
          {},
          el('h3', {}, options.title),
          el(
            'ul',
            { class: 'legend' },
            options.series.map((series, i) => el('li', { data: { tone: series.tone ?? 'idle' } }, series.label, ' ', this.#figures[i])),
          ),
        ),
        canvas,
      ),
    );
    this.#plot = new uPlot(this.#uplot(options), [[], ...options.series.map(() => [])], canvas);
    new ResizeObserver(() => this.#fit(canvas)).observe(canvas);
  }

  #uplot(options) {
    const lanes = options.lanes;
    const range = (u, low, high) => [0, Math.max(options.least ?? 1, (high ?? 0) * 1.12)];
    return {
      width: 400,
      height: HEIGHT,
      legend: { show: false },
      padding: [8, 22, 0, lanes ? 22 : 0],
      cursor: { sync: { key: cursors.key }, drag: { x: false, y: false }, y: false, points: lanes ? { show: false } : { size: 6 } },
      scales: {
        // The range starts at FILLED seconds, so that the plots of a newly opened page fill soon, and grows from there.
        x: { range: (u, low, high) => [Math.max(high - this.#seconds, Math.min(low, high - FILLED)), high] },
        y: { range: lanes ? () => [0, 1] : range },
      },
      axes: [
        axis({ size: 26, space: 70, values: (u, splits, i, space, step) => splits.map((at) => (step < 60 ? clock : minute)(at * 1000)) }),
        axis({
          show: !lanes,
          size: GUTTER,
          space: 34,
          values: (u, splits) => splits.map(options.scale ?? this.#format),
        }),
      ],
      series: [{}, ...options.series.map((series) => (lanes ? lane() : line(series)))],
      hooks: {
        setCursor: [(u) => this.#show(u.cursor.idx)],
        draw: lanes ? [(u) => drawLanes(u, options.series, lanes)] : [],
      },
    };
  }

  /** @param columns by name, including `at` */
  draw(columns, seconds) {
    this.#seconds = seconds;
    this.#plot.setData([columns.at, ...this.#series.map((series) => columns[series.column] ?? columns.at.map(() => null))]);
    this.#show(this.#plot.cursor.idx);
  }

  /** Redraws after a change of the colours. */
  repaint() {
    this.#plot.redraw(false, true);
  }

  #show(index) {
    const at = index ?? this.#plot.data[0].length - 1;
    this.#figures.forEach((figure, i) => {
      const value = this.#plot.data[i + 1][at];
      figure.textContent = value === null || value === undefined ? NOTHING : this.#format(value);
      if (this.#lanes) {
        figure.parentElement.dataset.tone = this.#lanes[value]?.tone ?? 'idle';
      }
    });
  }

  #fit(canvas) {
    if (canvas.clientWidth > 0 && canvas.clientWidth !== this.#plot.width) {
      this.#plot.setSize({ width: canvas.clientWidth, height: HEIGHT });
    }
  }
}

function axis(more) {
  return {
    font: FONT,
    stroke: () => colour('faint'),
    grid: { stroke: () => colour('grid'), width: 1 },
    ticks: { show: false },
    gap: 6,
    ...more,
  };
}

function line(series) {
  return {
    stroke: () => colour(series.tone),
    fill: series.fill ? () => veil(series.tone) : undefined,
    width: 1.5,
    dash: series.dash,
    points: { show: false },
  };
}

function lane() {
  return { paths: () => null, points: { show: false } };
}

/** Draws a band for each series, in the colour of the state at each time. */
function drawLanes(u, series, lanes) {
  const { ctx, bbox } = u;
  const ratio = devicePixelRatio;
  const height = bbox.height / series.length;
  ctx.save();
  ctx.font = `${11 * ratio}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  series.forEach((one, i) => {
    const top = bbox.top + i * height;
    ctx.fillStyle = colour('muted');
    ctx.fillText(one.label, bbox.left, top + height - 24 * ratio);
    const [at, states] = [u.data[0], u.data[i + 1]];
    for (let from = 0; from < at.length; ) {
      let to = from + 1;
      while (to < at.length && states[to] === states[from]) {
        to++;
      }
      const left = Math.max(u.valToPos(at[from], 'x', true), bbox.left);
      const right = u.valToPos(at[Math.min(to, at.length - 1)], 'x', true);
      if (states[from] !== null && right > left) {
        ctx.fillStyle = colour(lanes[states[from]]?.tone ?? 'faint');
        ctx.fillRect(left, top + height - 18 * ratio, right - left, 10 * ratio);
      }
      from = to;
    }
  });
  ctx.restore();
}
