import { init, type SeriesOption } from 'echarts';
import type { Curve, Series } from './curve';

const SIZE = { width: 760, height: 380 };

/** Draws a curve as SVG: the rate on the left axis, costs on the right, what grows on a logarithmic scale. */
export function drawCurve(curve: Curve): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...SIZE });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: curve.title, left: 'center', textStyle: { fontSize: 15 } },
    legend: { top: 30 },
    grid: { left: 60, right: 60, top: 75, bottom: 50 },
    xAxis: { type: 'log', name: curve.grows, nameLocation: 'middle', nameGap: 28 },
    yAxis: [
      { type: 'value', min: 0, name: curve.rate.name },
      { type: 'value', min: 0, name: curve.cost.map(({ name }) => unitOf(name)).at(0) ?? '' },
    ],
    series: [lineOf(curve.rate, 0), ...curve.cost.map((series) => lineOf(series, 1))],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

function lineOf({ name, points }: Series, yAxisIndex: number): SeriesOption {
  return {
    type: 'line',
    name,
    yAxisIndex,
    data: points.map(([x, y]) => [x, y]),
    symbolSize: 7,
    lineStyle: { type: yAxisIndex === 0 ? 'solid' : 'dashed' },
  };
}

/** "CPU ms per order, worker" is measured in what stands before the comma. */
function unitOf(name: string): string {
  return name.split(',', 1)[0] ?? name;
}
