using CsCheck;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>One random step: what to do, and four choices that mean something else for each kind.</summary>
internal readonly record struct Step(StepKind Kind, int A, int B, int C, int D)
{
    /// <summary>Kinds as often as they deserve: most of the time something is added, or ends.</summary>
    private static readonly (int Weight, StepKind Kind)[] s_weights =
    [
        (5, StepKind.CreatePool), (2, StepKind.ResizePool), (1, StepKind.StopResize), (1, StepKind.DeletePool), (1, StepKind.RemoveNode), (4, StepKind.NodeAction),
        (6, StepKind.CreateJob), (2, StepKind.PatchJob), (2, StepKind.DisableJob), (3, StepKind.EnableJob), (1, StepKind.TerminateJob), (1, StepKind.DeleteJob),
        (10, StepKind.AddTasks), (2, StepKind.TerminateTask), (2, StepKind.DeleteTask), (3, StepKind.ReactivateTask), (1, StepKind.PutTask),
        (18, StepKind.End), (2, StepKind.Lose), (3, StepKind.Advance), (1, StepKind.AdvanceFar), (1, StepKind.Kill), (20, StepKind.Settle),
        (3, StepKind.CreateSchedule), (2, StepKind.ChangeSchedule), (1, StepKind.DisableSchedule), (2, StepKind.EnableSchedule), (1, StepKind.TerminateSchedule), (1, StepKind.DeleteSchedule),
        (3, StepKind.EnableAutoScale), (1, StepKind.DisableAutoScale), (1, StepKind.EvaluateAutoScale),
        (2, StepKind.ArmPut), (3, StepKind.ArmPatch), (1, StepKind.ArmDelete), (1, StepKind.ArmPost), (1, StepKind.Replace),
    ];

    private static readonly StepKind[] s_kinds = [.. s_weights.SelectMany(kind => Enumerable.Repeat(kind.Kind, kind.Weight))];
    private static readonly Gen<StepKind> s_kind = Gen.Int[0, s_kinds.Length - 1].Select(i => s_kinds[i]);
    private static readonly Gen<int> s_choice = Gen.Int[0, 999];

    /// <summary>Some dozens of steps.</summary>
    public static readonly Gen<Step[]> Program = Gen.Select(s_kind, s_choice, s_choice, s_choice, s_choice, (kind, a, b, c, d) => new Step(kind, a, b, c, d)).Array[5, 120];

    public override string ToString() => $"new(StepKind.{Kind}, {A}, {B}, {C}, {D})";
}

internal enum StepKind
{
    CreatePool,
    ResizePool,
    StopResize,
    DeletePool,
    RemoveNode,
    NodeAction,
    CreateJob,
    PatchJob,
    DisableJob,
    EnableJob,
    TerminateJob,
    DeleteJob,
    AddTasks,
    TerminateTask,
    DeleteTask,
    ReactivateTask,
    PutTask,
    End,
    Lose,
    Advance,
    AdvanceFar,
    Kill,
    Settle,
    CreateSchedule,
    ChangeSchedule,
    DisableSchedule,
    EnableSchedule,
    TerminateSchedule,
    DeleteSchedule,
    EnableAutoScale,
    DisableAutoScale,
    EvaluateAutoScale,
    ArmPut,
    ArmPatch,
    ArmDelete,
    ArmPost,
    Replace,
}
