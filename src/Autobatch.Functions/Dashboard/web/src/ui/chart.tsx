import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'preact/hooks';
import { clock } from './format';

use([BarChart, CustomChart, LineChart, AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

type Option = Parameters<EChartsType['setOption']>[0];

/** The page's own colours, so that charts follow light and dark. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Times below an axis. */
export const timeLabel = () => ({ color: colour('quiet'), hideOverlap: true, formatter: (value: number) => clock(new Date(value)) });

/** What charts over time share: a legend above, times below, whole numbers at the left. */
export const overTime = (left: number) => ({
  animation: false,
  textStyle: { color: colour('text') },
  grid: { left, right: 16, top: 28, bottom: 24 },
  legend: { top: 0, right: 0, textStyle: { color: colour('text') } },
  tooltip: { trigger: 'axis' as const, renderMode: 'richText' as const, axisPointer: { label: { formatter: (p: { value: unknown }) => clock(new Date(p.value as number)) } } },
  xAxis: { type: 'time' as const, axisLabel: timeLabel() },
  yAxis: { type: 'value' as const, minInterval: 1, axisLabel: { color: colour('quiet') }, splitLine: { lineStyle: { color: colour('line') } } },
});

interface Clicked {
  dataIndex?: number;
  data?: unknown;
}

/** A chart on a canvas. What it shows is said by `label`, and by a table or text near it. */
export function Chart({ option, label, height, onClick }: { option: () => Option; label: string; height: number; onClick?: (clicked: Clicked) => void }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const click = useRef(onClick);
  click.current = onClick;

  useEffect(() => {
    const made = init(place.current!, null, { renderer: 'canvas' });
    chart.current = made;
    made.on('click', (clicked) => click.current?.(clicked as Clicked));
    const sizes = new ResizeObserver(() => made.resize());
    sizes.observe(place.current!);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const repaint = (): void => made.setOption(option());
    scheme.addEventListener('change', repaint);
    return () => {
      scheme.removeEventListener('change', repaint);
      sizes.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    if (place.current) place.current.style.height = `${height}px`;
    chart.current?.resize();
    chart.current?.setOption(option(), { lazyUpdate: true });
  });

  return <div ref={place} class="chart" role="img" aria-label={label} />;
}
