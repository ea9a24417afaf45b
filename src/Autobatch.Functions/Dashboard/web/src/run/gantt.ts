import type { CustomSeriesRenderItem } from 'echarts';
import type { Run } from '../api/types';
import { colour, timeLabel } from '../ui/chart';
import { clock, duration } from '../ui/format';

/** A rectangle of the timeline. */
export interface Bar {
  lane: number;
  from: number;
  to: number;
  colour: string;
  name: string;
  /** The task that a click opens. */
  id?: string;
}

export interface Stage {
  name: string;
  from: number;
  to: number;
  tone: string;
}

const tones: Record<string, string> = { Planning: 'warn', Preparing: 'warn', Moving: 'warn', Cancelling: 'bad', AddingTasks: 'busy', Watching: 'busy', Collecting: 'good' };

/** The phases that the run noted; of a run that ended before phases were noted, what its times tell. */
export function stagesOf(run: Run, now: number): Stage[] {
  if (run.phases) {
    return run.phases.map((phase) => ({
      name: phase.name.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
      from: Date.parse(phase.startedAt), to: phase.endedAt ? Date.parse(phase.endedAt) : now, tone: tones[phase.name] ?? 'quiet',
    }));
  }
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

const around = 72;
const row = 14;

export const ganttHeight = (rows: number): number => Math.min(around + 48 + row * rows, 1100);

/** The run's stages above, then one row a lane, all on one axis of time that can be zoomed. */
export function gantt(stages: readonly Stage[], lanes: readonly string[], bars: readonly Bar[]) {
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
  const quiet = colour('quiet');
  const rows = stages.length + lanes.length;
  // Many rows are low ones: then names are smaller, and only as many as have room.
  const rowHeight = (ganttHeight(rows) - around) / rows;
  const fontSize = rowHeight < row ? 9 : 12;
  const whole = [
    ...stages.map((stage, lane) => ({ value: [lane, stage.from, stage.to], itemStyle: { color: colour(stage.tone) }, name: stage.name })),
    ...bars.map((bar) => ({ value: [stages.length + bar.lane, bar.from, bar.to], itemStyle: { color: bar.colour }, name: bar.name, id: bar.id })),
  ];
  return {
    animation: false,
    textStyle: { color: colour('text') },
    grid: { left: 150, right: 16, top: 8, bottom: around - 8 },
    tooltip: {
      renderMode: 'richText' as const,
      formatter: (p: { name: string; value: number[] }) => `${p.name}\n${clock(new Date(p.value[1]!))}, ${duration((p.value[2]! - p.value[1]!) / 1000)}`,
    },
    dataZoom: [{ type: 'inside' as const, filterMode: 'weakFilter' as const }, { type: 'slider' as const, filterMode: 'weakFilter' as const, height: 20, bottom: 8, textStyle: { color: quiet } }],
    xAxis: { type: 'time' as const, axisLabel: timeLabel() },
    yAxis: {
      type: 'category' as const, inverse: true, data: [...stages.map((stage) => stage.name), ...lanes], axisTick: { show: false },
      axisLabel: { color: quiet, fontSize, interval: Math.ceil(fontSize / rowHeight) - 1, width: 136, overflow: 'truncate' as const }, splitLine: { show: false },
    },
    series: [{ type: 'custom' as const, renderItem: render, encode: { x: [1, 2], y: 0 }, data: whole, progressive: 2000, progressiveThreshold: 4000 }],
  };
}
