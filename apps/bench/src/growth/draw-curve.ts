import { init, type SeriesOption } from 'echarts';
import type { Curve, Series } from './curve';

const SIZE = { width: 760, height: 440 };
const INK = '#333333';
/** Told apart also by those who do not see all colours (Okabe and Ito). */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'];

/** Draws a curve as SVG: the rate on the left axis, costs on the right, what grows on a logarithmic scale. */
export function drawCurve({ title, grows, rate, cost }: Curve): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  const sizes = [...new Set([rate, ...cost.lines].flatMap(sizesOf))].toSorted((a, b) => a - b);
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    color: COLOURS,
    title: { text: title, left: 'center', top: 8, textStyle: { fontSize: 15, color: INK } },
    legend: { bottom: 8, itemGap: 30, itemWidth: 36, textStyle: { color: INK } },
    grid: { left: 75, right: 75, top: 50, bottom: 95 },
    xAxis: {
      type: 'log',
      min: sizes.at(0),
      max: sizes.at(-1),
      ...axisText(grows, 32),
      axisTick: { customValues: sizes },
      axisLabel: { customValues: sizes, color: INK, formatter: sizeText },
      splitLine: { show: false },
    },
    yAxis: [
      { type: 'value', min: 0, ...axisText(`${rate.name} (solid)`, 50) },
      {
        type: 'value',
        min: 0,
        ...axisText(`${cost.name} (dashed)`, 50),
        splitLine: { show: false },
      },
    ],
    series: [lineOf(rate, 0), ...cost.lines.map((series) => lineOf(series, 1))],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

function axisText(name: string, nameGap: number): object {
  return {
    name,
    nameLocation: 'middle',
    nameGap,
    nameTextStyle: { color: INK, fontSize: 13 },
    axisLabel: { color: INK },
    axisLine: { show: true, lineStyle: { color: INK } },
  };
}

function sizesOf({ points }: Series): readonly number[] {
  return points.map(([size]) => size);
}

/** `300k`, `1M`. */
function sizeText(size: number): string {
  if (size >= 1_000_000) return `${size / 1_000_000}M`;
  return size >= 1_000 ? `${size / 1_000}k` : String(size);
}

function lineOf({ name, points }: Series, yAxisIndex: number): SeriesOption {
  return {
    type: 'line',
    name,
    yAxisIndex,
    data: points.map(([x, y]) => [x, y]),
    symbol: 'circle',
    symbolSize: 7,
    lineStyle: { width: 2, type: yAxisIndex === 0 ? 'solid' : 'dashed' },
  };
}
