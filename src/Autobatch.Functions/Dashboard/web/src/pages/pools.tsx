import { useEffect, useRef } from 'preact/hooks';
import { usePoll } from '../api/poll';
import type { Node, Pool, PoolList } from '../api/types';
import { Chart, colour } from '../ui/chart';
import { clock, plural, type Tone } from '../ui/format';
import { Badge, Empty, Facts, Loading, Panel, Trouble, When } from '../ui/parts';

const nodeTones: Record<string, Tone> = {
  idle: 'calm', running: 'good', starting: 'busy', creating: 'busy', waitingforstarttask: 'busy', rebooting: 'busy', reimaging: 'busy', upgradingos: 'busy',
  leavingpool: 'warn', offline: 'warn', deallocating: 'warn', deallocated: 'warn', preempted: 'warn', unusable: 'bad', starttaskfailed: 'bad', unknown: 'bad',
};

const toneOfNode = (state: string): Tone => nodeTones[state.toLowerCase()] ?? 'warn';

interface Sample {
  at: Date;
  nodes: number;
  target: number;
  tasks: number;
}

export function Pools() {
  const { data, error } = usePoll<PoolList>('api/pools?nodes=true', 2000);
  const history = useHistory(data);
  return (
    <>
      <Trouble error={error} />
      {!data && !error && <Loading what="pools" />}
      {data && Object.entries(data.unreachable).map(([name, said]) => <p class="trouble" role="alert" key={name}>Account <strong>{name}</strong> does not answer: {said}</p>)}
      {data?.pools.length === 0 && <Panel title="Pools"><Empty>No account has a pool. The first run makes one.</Empty></Panel>}
      {data?.pools.map((pool) => <PoolPanel key={`${pool.account}/${pool.id}`} pool={pool} samples={history.get(`${pool.account}/${pool.id}`) ?? []} />)}
    </>
  );
}

function PoolPanel({ pool, samples }: { pool: Pool; samples: Sample[] }) {
  const nodes = pool.nodes ?? [];
  const count = pool.dedicated.current + pool.lowPriority.current;
  return (
    <Panel title={`${pool.id} in ${pool.account}`} aside={<Badge tone={pool.resizeErrors.length > 0 ? 'bad' : pool.allocationState.toLowerCase() === 'steady' ? 'calm' : 'busy'}>{pool.allocationState}</Badge>}>
      {pool.resizeErrors.map((e) => <p class="trouble" role="alert" key={e.code}><code>{e.code}</code> {e.message}</p>)}
      <Facts facts={[
        ['Size', pool.vmSize],
        ['Dedicated nodes', `${pool.dedicated.current} of ${pool.dedicated.target}`],
        ['Low-priority nodes', pool.lowPriority.current + pool.lowPriority.target > 0 ? `${pool.lowPriority.current} of ${pool.lowPriority.target}` : undefined],
        ['Task slots', `${pool.taskSlotsPerNode} a node`],
        ['Scaling', pool.enableAutoScale ? 'by its formula' : 'fixed'],
        ['Cost', pool.cost?.perHour != null ? `${pool.cost.perHour} ${pool.cost.currency} an hour now` : undefined],
      ]} />
      {nodes.length === 0 ? <Empty>No node at the moment.</Empty> : <HeatMap nodes={nodes} slots={pool.taskSlotsPerNode} />}
      {count > nodes.length && nodes.length > 0 && <p class="quiet">The first {nodes.length} of {count} nodes.</p>}
      {samples.length > 1 && (
        <figure>
          <Chart height={150} label={`Nodes and tasks of pool ${pool.id} since this page was opened: now ${plural(count, 'node')}, ${plural(samples.at(-1)!.tasks, 'task')} running.`} option={() => scaling(samples)} />
          <figcaption class="quiet">Since this page was opened.</figcaption>
        </figure>
      )}
    </Panel>
  );
}

/** One square a node, coloured and named by its state, with its tasks in it. */
function HeatMap({ nodes, slots }: { nodes: Node[]; slots: number }) {
  const states = new Map<string, number>();
  for (const node of nodes) states.set(node.state, (states.get(node.state) ?? 0) + 1);
  return (
    <>
      <ul class="legend" aria-label="Nodes by state">
        {[...states].map(([state, count]) => <li key={state}><span class={`dot ${toneOfNode(state)}`} aria-hidden="true" /> {count} {state}</li>)}
      </ul>
      <ul class="nodes" aria-label="Nodes">
        {nodes.map((node) => (
          <li key={node.id}>
            <details class={`node ${toneOfNode(node.state)}`}>
              <summary aria-label={`${node.runningTasksCount}/${slots} slots in use of node ${node.id}, ${node.state}`}>{node.runningTasksCount}/{slots}</summary>
              <Facts facts={[
                ['Node', <code key="id">{node.id}</code>],
                ['State', node.state],
                ['Since', <When key="since" time={node.stateTransitionTime} />],
                ['Kind', node.isDedicated ? 'dedicated' : 'low-priority'],
                ['Tasks so far', node.totalTasksRun],
                ['Errors', node.errors.length > 0 ? node.errors.join('; ') : undefined],
              ]} />
            </details>
          </li>
        ))}
      </ul>
    </>
  );
}

function useHistory(data: PoolList | undefined): Map<string, Sample[]> {
  const history = useRef(new Map<string, Sample[]>());
  useEffect(() => {
    if (!data) return;
    for (const pool of data.pools) {
      const name = `${pool.account}/${pool.id}`;
      const sample = {
        at: new Date(),
        nodes: pool.dedicated.current + pool.lowPriority.current,
        target: pool.dedicated.target + pool.lowPriority.target,
        tasks: (pool.nodes ?? []).reduce((sum, node) => sum + node.runningTasksCount, 0),
      };
      history.current.set(name, [...(history.current.get(name) ?? []), sample].slice(-1800));
    }
  }, [data]);
  return history.current;
}

function scaling(samples: Sample[]) {
  const line = (name: string, value: (sample: Sample) => number, tone: string, dashed = false) => ({
    name, type: 'line' as const, step: 'end' as const, showSymbol: false, animation: false, color: colour(tone), lineStyle: { type: dashed ? 'dashed' as const : 'solid' as const },
    data: samples.map((sample) => [sample.at, value(sample)]),
  });
  return {
    textStyle: { color: colour('text') },
    grid: { left: 40, right: 16, top: 28, bottom: 24 },
    legend: { top: 0, right: 0, textStyle: { color: colour('text') } },
    tooltip: { trigger: 'axis' as const, renderMode: 'richText' as const, axisPointer: { label: { formatter: (p: { value: unknown }) => clock(new Date(p.value as number)) } } },
    xAxis: { type: 'time' as const, axisLabel: { color: colour('quiet'), formatter: (value: number) => clock(new Date(value)), hideOverlap: true } },
    yAxis: { type: 'value' as const, minInterval: 1, axisLabel: { color: colour('quiet') }, splitLine: { lineStyle: { color: colour('line') } } },
    series: [line('nodes wanted', (s) => s.target, 'quiet', true), line('nodes', (s) => s.nodes, 'busy'), line('tasks running', (s) => s.tasks, 'good')],
  };
}
