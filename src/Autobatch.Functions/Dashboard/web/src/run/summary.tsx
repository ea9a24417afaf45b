import { usePoll } from '../api/poll';
import { duration, number } from '../ui/format';
import { Facts, Panel } from '../ui/parts';

interface Phase {
  count: number;
  p50: number | null;
  p95: number | null;
  max: number | null;
}

/** What `GET /api/runs/{id}/result` says of the whole run. */
export interface ResultSummary {
  phases?: Record<string, Phase | null>;
  totals?: { outputs?: number; outputBytes?: number; retries?: number };
  cost?: { currency: string; estimated?: { perTaskHour: number | null; atMost: number | null }; actual: number | null } | null;
  noticeLagSeconds?: number | null;
}

const words: Record<string, string> = {
  trigger: 'Dropped until taken in', queue: 'Waited for a slot', node: 'On a node', stage: 'Staged its inputs', run: 'Ran', upload: 'Uploaded its outputs', notice: 'Until its end was noticed',
};

export function Summary({ runId }: { runId: string }) {
  const { data } = usePoll<ResultSummary>(`api/runs/${runId}/result`, Infinity);
  const phases = Object.entries(data?.phases ?? {}).flatMap(([name, phase]) => (phase ? [{ name, ...phase }] : []));
  if (!data || (phases.length === 0 && !data.cost)) return null;
  const seconds = (value: number | null): string => (value === null ? '–' : duration(value));
  return (
    <Panel title="Where the time went">
      {phases.length > 0 && (
        <div class="scroll" tabIndex={0} role="region" aria-label="Phases of tasks">
          <table>
            <thead><tr><th scope="col">Phase of a task</th><th scope="col">Half of them within</th><th scope="col">95 % within</th><th scope="col">All within</th><th scope="col">Known of</th></tr></thead>
            <tbody>{phases.map((phase) => <tr key={phase.name}><td>{words[phase.name] ?? phase.name}</td><td>{seconds(phase.p50)}</td><td>{seconds(phase.p95)}</td><td>{seconds(phase.max)}</td><td>{number(phase.count)}</td></tr>)}</tbody>
          </table>
        </div>
      )}
      <Facts facts={[
        ['Cost', data.cost?.actual != null ? `${data.cost.actual} ${data.cost.currency}, last attempts only` : undefined],
        ['Cost at most', data.cost?.estimated?.atMost != null ? `${data.cost.estimated.atMost} ${data.cost.currency}` : undefined],
      ]} />
    </Panel>
  );
}
