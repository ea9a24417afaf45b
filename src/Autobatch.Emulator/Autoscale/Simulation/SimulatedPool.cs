namespace Autobatch.Emulator.Autoscale.Simulation;

/// <summary>A pool of which only the times are real: nodes that come and go, and tasks that take so long.</summary>
internal sealed class SimulatedPool(SimulationPlan plan)
{
    private static readonly bool[] s_kinds = [true, false];
    private readonly List<Node> _nodes = [.. Enumerable.Repeat(true, plan.Dedicated).Concat(Enumerable.Repeat(false, plan.LowPriority)).Select(dedicated => new Node(dedicated))];
    private readonly List<(bool Dedicated, TimeSpan At)> _ordered = [];
    private readonly LinkedList<TimeSpan> _waiting = [];
    private (int Dedicated, int LowPriority) _targets = (plan.Dedicated, plan.LowPriority);
    private string _option = "requeue";
    private int _arrived;

    public int Succeeded { get; private set; }

    public int Failed { get; private set; }

    public double BusySeconds { get; private set; }

    public TimeSpan? LastEnd { get; private set; }

    public (int Dedicated, int LowPriority) Targets => _targets;

    public int Active => _waiting.Count;

    public int Running => _nodes.Sum(node => node.Tasks.Count);

    /// <summary>Nodes of a kind, those that are on their way out too.</summary>
    public int Count(bool dedicated) => _nodes.Count(node => node.Dedicated == dedicated);

    /// <summary>What happens up to a time and at it: ends, nodes, arrivals, starts.</summary>
    public void MoveTo(TimeSpan now)
    {
        foreach (var node in _nodes)
        {
            foreach (var task in node.Tasks.Where(task => task.End <= now).ToList())
            {
                node.Tasks.Remove(task);
                Succeeded++;
                BusySeconds += task.Duration.TotalSeconds;
                LastEnd = LastEnd > task.End ? LastEnd : task.End;
            }
        }

        _nodes.RemoveAll(node => node is { Leaving: true, Tasks.Count: 0 });
        for (; _arrived < plan.Arrivals.Count && plan.Arrivals[_arrived].At <= now; _arrived++)
        {
            for (var i = 0; i < plan.Arrivals[_arrived].Tasks; i++)
            {
                _waiting.AddLast(plan.Arrivals[_arrived].Duration);
            }
        }

        Settle(now);
    }

    /// <summary>New targets, of which what can be done at once is.</summary>
    public void Aim(AutoScaleTargets targets, TimeSpan now)
    {
        (_targets, _option) = ((targets.Dedicated, targets.LowPriority), targets.DeallocationOption);
        foreach (var dedicated in s_kinds)
        {
            var missing = (dedicated ? targets.Dedicated : targets.LowPriority) - _nodes.Count(node => node.Dedicated == dedicated && !node.Leaving) - _ordered.Count(order => order.Dedicated == dedicated);
            for (; missing > 0; missing--)
            {
                _ordered.Add((dedicated, now + plan.AllocationDelay));
            }

            // What has not come yet is called off first.
            for (; missing < 0 && _ordered.FindLastIndex(order => order.Dedicated == dedicated) is var last and >= 0; missing++)
            {
                _ordered.RemoveAt(last);
            }

            foreach (var node in _nodes.Where(node => node.Dedicated == dedicated && !node.Leaving).OrderBy(node => node.Tasks.Count).Take(-missing).ToList())
            {
                Leave(node, now);
            }
        }

        Settle(now);
    }

    private void Leave(Node node, TimeSpan now)
    {
        node.Leaving = true;
        if (_option is "taskcompletion" or "retaineddata")
        {
            return;
        }

        foreach (var task in node.Tasks)
        {
            BusySeconds += (now - (task.End - task.Duration)).TotalSeconds;
            if (_option == "terminate")
            {
                Failed++;
                LastEnd = now;
            }
            else
            {
                _waiting.AddFirst(task.Duration);
            }
        }

        node.Tasks.Clear();
    }

    private void Settle(TimeSpan now)
    {
        _nodes.RemoveAll(node => node is { Leaving: true, Tasks.Count: 0 });
        _nodes.AddRange(_ordered.Where(order => order.At <= now).Select(order => new Node(order.Dedicated)));
        _ordered.RemoveAll(order => order.At <= now);
        foreach (var node in _nodes.Where(node => !node.Leaving))
        {
            while (node.Tasks.Count < plan.SlotsPerNode && _waiting.First is { } first)
            {
                _waiting.RemoveFirst();
                node.Tasks.Add(new(now + first.Value, first.Value));
            }
        }
    }

    private sealed class Node(bool dedicated)
    {
        public bool Dedicated { get; } = dedicated;

        public bool Leaving { get; set; }

        public List<Started> Tasks { get; } = [];
    }

    private sealed record Started(TimeSpan End, TimeSpan Duration);
}
