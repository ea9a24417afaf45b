import { useState } from 'preact/hooks';
import { usePoll } from '../api/poll';
import type { Node, Pool, PoolHistory, PoolHistoryList, PoolList } from '../api/types';
import { nameOf, Scaling, useLive, type Point } from '../pools/history';
import type { Tone } from '../ui/format';
import { Badge, Empty, Facts, Loading, Panel, Trouble, When } from '../ui/parts';

const nodeTones: Record<string, Tone> = {
  idle: 'calm', running: 'good', starting: 'busy', creating: 'busy', waitingforstarttask: 'busy', rebooting: 'busy', reimaging: 'busy', upgradingos: 'busy',
  leavingpool: 'warn', offline: 'warn', deallocating: 'warn', deallocated: 'warn', preempted: 'warn', unusable: 'bad', starttaskfailed: 'bad', unknown: 'bad',
};

const toneOfNode = (state: string): Tone => nodeTones[state.toLowerCase()] ?? 'warn';

const spans: Record<string, number> = { 'last hour': 60, 'last 6 hours': 360, 'last day': 1440 };

export function Pools() {
  const [span, setSpan] = useState('last hour');
  const minutes = spans[span]!;
  const { data, error } = usePoll<PoolList>('api/pools?nodes=true', 2000);
  const { data: history, error: historyError } = usePoll<PoolHistoryList>(`api/pools/history?minutes=${minutes}`, 30_000);
  const live = useLive(data);
  return (
    <>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>Scaling over the <select value={span} onChange={(event) => setSpan(event.currentTarget.value)}>{Object.keys(spans).map((name) => <option key={name}>{name}</option>)}</select></label>
      </form>
      <Trouble error={error} />
      <Trouble error={historyError} />
      {!data && !error && <Loading what="pools" />}
      {data && Object.entries(data.unreachable).map(([name, said]) => <p class="trouble" role="alert" key={name}>Account <strong>{name}</strong> does not answer: {said}</p>)}
      {data?.pools.length === 0 && <Panel title="Pools"><Empty>No account has a pool. The first run makes one.</Empty></Panel>}
      {data?.pools.map((pool) => (
        <PoolPanel key={nameOf(pool)} pool={pool} history={history?.pools.find((known) => nameOf(known) === nameOf(pool))} live={live.get(nameOf(pool)) ?? []} minutes={minutes} />
      ))}
    </>
  );
}

function PoolPanel({ pool, history, live, minutes }: { pool: Pool; history: PoolHistory | undefined; live: readonly Point[]; minutes: number }) {
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
      <Scaling pool={pool} history={history} live={live} minutes={minutes} />
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
