import { useEffect, useRef } from 'preact/hooks';
import type { Pool, PoolHistory, PoolList } from '../api/types';
import { Chart, colour, overTime } from '../ui/chart';
import { plural } from '../ui/format';

/** Without a look for so long, nothing is known of the time between. */
const gap = 90_000;
const mostLive = 1800;

export interface Point {
  at: number;
  target: number;
  nodes: number;
  running: number;
  /** The same held until then. */
  until?: number;
}

export const nameOf = (pool: { account: string; id: string }): string => `${pool.account}/${pool.id}`;

/** What the page itself has seen of the pools, every other second. */
export function useLive(data: PoolList | undefined): ReadonlyMap<string, readonly Point[]> {
  const seen = useRef(new Map<string, Point[]>());
  useEffect(() => {
    for (const pool of data?.pools ?? []) {
      const point = {
        at: Date.now(),
        target: pool.dedicated.target + pool.lowPriority.target,
        nodes: pool.dedicated.current + pool.lowPriority.current,
        running: (pool.dedicated.states['running'] ?? 0) + (pool.lowPriority.states['running'] ?? 0),
      };
      seen.current.set(nameOf(pool), [...(seen.current.get(nameOf(pool)) ?? []), point].slice(-mostLive));
    }
  }, [data]);
  return seen.current;
}

/** The app's notes, then what the page has seen since. */
export function Scaling({ pool, history, live, minutes }: { pool: Pool; history: PoolHistory | undefined; live: readonly Point[]; minutes: number }) {
  const noted: Point[] = (history?.spans ?? []).map((span) => ({ target: span.target, nodes: span.nodes, running: span.running, at: Date.parse(span.from), until: Date.parse(span.until) }));
  const points: Point[] = [...noted, ...live.filter((point) => point.at > (noted.at(-1)?.until ?? 0))];
  const now = points.at(-1);
  if (points.length < 2 || !now) return null;
  const most = Math.max(...points.map((point) => point.nodes));
  return (
    <Chart
      height={160}
      label={`Nodes of pool ${pool.id} over time: now ${plural(now.nodes, 'node')} of ${now.target} wanted, ${now.running} at work; at most ${plural(most, 'node')}.`}
      option={() => option(points, minutes)}
    />
  );
}

function option(points: readonly Point[], minutes: number) {
  const line = (name: string, value: (point: Point) => number, tone: string, dashed = false) => ({
    name, type: 'line' as const, step: 'end' as const, showSymbol: false, color: colour(tone), lineStyle: { type: dashed ? 'dashed' as const : 'solid' as const },
    data: points.flatMap((point, i): [number, number | null][] => {
      const until = point.until ?? point.at;
      const next = points[i + 1];
      return [[point.at, value(point)], [until, value(point)], ...(next && next.at - until > gap ? [[until + 1, null] as [number, null]] : [])];
    }),
  });
  const shared = overTime(40);
  return {
    ...shared,
    xAxis: { ...shared.xAxis, min: Math.max(Date.now() - 60_000 * minutes, points[0]!.at), max: Date.now() },
    // Room above, so that the highest line is seen whole.
    yAxis: { ...shared.yAxis, min: 0, max: Math.max(...points.map((point) => Math.max(point.nodes, point.target))) + 1 },
    series: [line('nodes wanted', (p) => p.target, 'quiet', true), line('nodes', (p) => p.nodes, 'busy'), line('nodes at work', (p) => p.running, 'good')],
  };
}
