import type { CustomSeriesRenderItem } from 'echarts';
import { useMemo } from 'preact/hooks';
import type { Run, Task } from '../api/types';
import { Chart, colour } from '../ui/chart';
import { clock, duration, plural } from '../ui/format';
import { hasFailed, layOut, type Placed } from './tasks';

/** The run's stages above, then one lane a task slot. Zoom with the wheel or the handles below; a click opens the task. */
export function Timeline({ run, tasks, open }: { run: Run; tasks: readonly Task[]; open: (id: string) => void }) {
  const now = useMemo(() => Date.now(), [tasks, run]);
  const lanes = useMemo(() => layOut(tasks, now), [tasks]);
  const stages = stagesOf(run, now);
  const height = Math.min(120 + 14 * (lanes.names.length + stages.length), 560);
  const label = `Timeline of ${plural(lanes.placed.length, 'task')} on ${plural(lanes.names.length, 'task slot')}. The table of tasks says the same.`;
  return (
    <Chart
      height={height}
      label={label}
      option={() => option(stages, lanes.placed, lanes.names)}
      onClick={(clicked) => {
        const data = clicked.data as { id?: string } | undefined;
        if (data?.id) open(data.id);
      }}
    />
  );
}

interface Stage {
  name: string;
  from: number;
  to: number;
  tone: string;
}

function stagesOf(run: Run, now: number): Stage[] {
  const at = (time?: string): number | undefined => (time ? Date.parse(time) : undefined);
  const created = at(run.createdAt)!;
  const started = at(run.startedAt);
  const jobEnded = at(run.jobEndedAt);
  const noticed = at(run.noticedAt);
  const ended = at(run.endedAt);
  const stages: (Stage | undefined)[] = [
    { name: 'prepare and wait', from: created, to: started ?? ended ?? now, tone: 'warn' },
    started === undefined ? undefined : { name: 'job runs', from: started, to: jobEnded ?? ended ?? now, tone: 'busy' },
    jobEnded === undefined ? undefined : { name: 'end noticed', from: jobEnded, to: noticed ?? ended ?? now, tone: 'quiet' },
    noticed === undefined ? undefined : { name: 'collect results', from: noticed, to: ended ?? now, tone: 'good' },
  ];
  return stages.filter((stage) => stage !== undefined);
}

function option(stages: readonly Stage[], placed: readonly Placed[], names: readonly string[]) {
  const colours: Record<string, string> = Object.fromEntries(['good', 'bad', 'busy', 'warn', 'quiet', 'text', 'line'].map((name) => [name, colour(name)]));
  const render: CustomSeriesRenderItem = (_, api) => {
    const start = api.coord([api.value(1), api.value(0)]);
    const end = api.coord([api.value(2), api.value(0)]);
    const size = (api.size!([0, 1]) as number[])[1]!;
    const height = Math.max(size * 0.8, 1);
    return {
      type: 'rect',
      transition: [],
      shape: { x: start[0]!, y: start[1]! - height / 2, width: Math.max(end[0]! - start[0]!, 1), height },
      style: { fill: api.visual('color') as string },
    };
  };
  const rows = [...stages.map((stage) => stage.name), ...names];
  const whole = [
    ...stages.map((stage, lane) => ({ value: [lane, stage.from, stage.to], itemStyle: { color: colours[stage.tone] }, name: stage.name })),
    ...placed.map((bar) => ({
      value: [stages.length + bar.lane, bar.from, bar.to],
      itemStyle: { color: colours[hasFailed(bar.task) ? 'bad' : bar.task.endTime ? 'good' : 'busy'] },
      name: `task ${bar.task.id}${bar.task.exitCode !== undefined && bar.task.exitCode !== null ? `, exit code ${bar.task.exitCode}` : ''}${bar.task.retryCount > 0 ? `, ${plural(bar.task.retryCount, 'retry', 'retries')}` : ''}`,
      id: bar.task.id,
    })),
  ];
  return {
    animation: false,
    textStyle: { color: colours.text },
    grid: { left: 150, right: 16, top: 8, bottom: 64 },
    tooltip: {
      renderMode: 'richText' as const,
      formatter: (p: { name: string; value: number[] }) => `${p.name}\n${clock(new Date(p.value[1]!))}, ${duration((p.value[2]! - p.value[1]!) / 1000)}`,
    },
    dataZoom: [{ type: 'inside' as const, filterMode: 'weakFilter' as const }, { type: 'slider' as const, filterMode: 'weakFilter' as const, height: 20, bottom: 8, textStyle: { color: colours.quiet } }],
    xAxis: { type: 'time' as const, axisLabel: { color: colours.quiet, hideOverlap: true, formatter: (value: number) => clock(new Date(value)) } },
    yAxis: {
      type: 'category' as const, inverse: true, data: rows, axisTick: { show: false },
      axisLabel: { color: colours.quiet, width: 136, overflow: 'truncate' as const, hideOverlap: true }, splitLine: { show: false },
    },
    series: [{ type: 'custom' as const, renderItem: render, encode: { x: [1, 2], y: 0 }, data: whole, progressive: 2000, progressiveThreshold: 4000 }],
  };
}
