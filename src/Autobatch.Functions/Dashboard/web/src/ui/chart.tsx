import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'preact/hooks';

use([BarChart, CustomChart, LineChart, AriaComponent, DataZoomComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

type Option = Parameters<EChartsType['setOption']>[0];

/** The page's own colours, so that charts follow light and dark. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

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
