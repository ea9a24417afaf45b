namespace Autobatch.Placement;

/// <summary>
/// Weighted fair order between the workloads that wait for one account (start-time fair queueing): each admission moves its workload's mark on by 1 / weight,
/// and the workload whose mark is least goes next. Within a workload, and among runs without one, it is first come, first served.
/// </summary>
/// <param name="Clock">The mark of the last admission. A workload that comes anew begins here, so that nobody saves up turns.</param>
/// <param name="Marks">Marks beyond the clock, by workload.</param>
public sealed record FairTurns(double Clock, IReadOnlyDictionary<string, double> Marks)
{
    // Past this, sums of small parts would lose their ends.
    private const double MostClock = 1e9;

    /// <summary>Nobody was let in yet.</summary>
    public static FairTurns Empty { get; } = new(0, new Dictionary<string, double>());

    /// <summary>Who goes in, and the queue after that.</summary>
    /// <param name="waiting">Who waits, the oldest first, with the name of the workload; runs without one are a workload of their own.</param>
    /// <param name="room">How many may go in.</param>
    /// <param name="weight">A workload's weight, more than 0.</param>
    public (IReadOnlyList<T> Admitted, FairTurns After) Admit<T>(IEnumerable<(T Run, string? Workload)> waiting, int room, Func<string, double> weight)
    {
        ArgumentNullException.ThrowIfNull(waiting);
        ArgumentNullException.ThrowIfNull(weight);
        Dictionary<string, double> marks = new(Marks, StringComparer.OrdinalIgnoreCase);
        double clock = Clock;
        List<T> admitted = [];
        Dictionary<string, Queue<(T Run, int Order)>> queues = new(StringComparer.OrdinalIgnoreCase);
        int order = 0;
        foreach ((T run, string? workload) in waiting)
        {
            string name = workload ?? "";
            if (!queues.TryGetValue(name, out Queue<(T Run, int Order)>? queue))
            {
                queues[name] = queue = new Queue<(T Run, int Order)>();
            }

            queue.Enqueue((run, order++));
        }

        while (admitted.Count < room && queues.Count > 0)
        {
            (string next, Queue<(T Run, int Order)> heads) = queues.MinBy(q => (Math.Max(clock, marks.GetValueOrDefault(q.Key)), q.Value.Peek().Order));
            clock = Math.Max(clock, marks.GetValueOrDefault(next));
            marks[next] = clock + (1 / weight(next));
            admitted.Add(heads.Dequeue().Run);
            if (heads.Count == 0)
            {
                queues.Remove(next);
            }
        }

        double origin = clock > MostClock ? clock : 0;
        return (admitted, new FairTurns(clock - origin, marks.Where(m => m.Value > clock).ToDictionary(m => m.Key, m => m.Value - origin, StringComparer.OrdinalIgnoreCase)));
    }
}
