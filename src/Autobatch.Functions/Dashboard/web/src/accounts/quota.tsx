import type { Account } from '../api/types';
import { number, type Tone } from '../ui/format';
import { Progress } from '../ui/parts';

const nearlyFull = 0.8;
const toneOf = (used: number, most: number): Tone => (used >= most ? 'bad' : used >= nearlyFull * most ? 'warn' : 'good');

/** What the account holds beside what it may hold. Limits that nobody tells are left out. */
export function Quota({ account }: { account: Account }) {
  const rows = ([
    ['Active jobs', account.activeJobs, account.quota?.activeJobs],
    ['Pools', account.pools, account.quota?.pools],
    ['Dedicated cores', account.dedicatedCores, account.quota?.dedicatedCores],
    ['Low-priority cores', account.lowPriorityCores, account.quota?.lowPriorityCores],
  ] as const).filter(([, , most]) => most !== undefined);
  if (rows.length === 0) return null;
  return (
    <>
      <h3>Quotas</h3>
      <ul class="quotas">
        {rows.map(([name, used, most]) => (
          <li key={name}>
            <span>{name}</span>
            <Progress label={`${name} of ${account.name}`} total={most!} parts={used === undefined ? [] : [{ value: Math.min(used, most!), tone: toneOf(used, most!) }]} />
            <span>{used === undefined ? '?' : number(used)} of {number(most!)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
