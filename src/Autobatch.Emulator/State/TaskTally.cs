using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.State;

/// <summary>Task counts of a job, kept as tasks move, so that nobody counts 10,000 tasks on a request.</summary>
internal sealed class TaskTally
{
    /// <summary>By task.</summary>
    public TaskNumbers Tasks { get; private set; }

    /// <summary>Weighted by required slots.</summary>
    public TaskNumbers Slots { get; private set; }

    public void Enter(TaskRecord task) => Add(task, 1);

    public void Leave(TaskRecord task) => Add(task, -1);

    private void Add(TaskRecord task, int sign)
    {
        Tasks = Tasks.Plus(task, sign);
        Slots = Slots.Plus(task, sign * task.Traits.RequiredSlots);
    }
}

/// <summary>Numbers of tasks by state; running includes preparing.</summary>
internal readonly record struct TaskNumbers(int Active, int Running, int Succeeded, int Failed)
{
    public int Completed => Succeeded + Failed;

    public TaskNumbers Plus(TaskRecord task, int count) => task.State.Current switch
    {
        TaskState.Active => this with { Active = Active + count },
        TaskState.Preparing or TaskState.Running => this with { Running = Running + count },
        _ when task.Execution.Succeeded == true => this with { Succeeded = Succeeded + count },
        _ => this with { Failed = Failed + count },
    };
}
