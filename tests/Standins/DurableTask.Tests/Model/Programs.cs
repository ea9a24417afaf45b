using CsCheck;

namespace Autobatch.Standins.DurableTask.Tests.Model;

/// <summary>Random programs, and what each must come to.</summary>
internal static class Programs
{
    /// <summary>Trees of up to the given depth.</summary>
    public static Gen<Step> Of(int depth)
    {
        Gen<Step> leaf = Gen.OneOf(
            Gen.Int[0, 9].Select(value => (Step)new Call(value)),
            Gen.Select(Gen.Int[0, 9], Gen.Int[1, 2]).Select(pair => (Step)new Flaky(pair.Item1, pair.Item2)),
            Gen.Const((Step)new Failing()),
            Gen.Int[0, 3].Select(value => (Step)new Pause(value)),
            Gen.Int[0, 9].Select(value => (Step)new Event(value)),
            Gen.Int[0, 9].Select(value => (Step)new Nap(value)));
        if (depth == 0)
            return leaf;
        Gen<Step> inner = Of(depth - 1);
        return Gen.OneOf(
            leaf,
            inner.Select(step => (Step)new Child(step)),
            inner.Array[1, 3].Select(steps => (Step)new Sequence(steps)),
            inner.Array[1, 3].Select(steps => (Step)new Parallel(steps)),
            Gen.Select(inner, inner).Select(pair => (Step)new NewGeneration(pair.Item1, pair.Item2)));
    }

    /// <summary>How many instances a run of the program makes below its own.</summary>
    public static int Children(Step step) => step switch
    {
        Child child => 1 + Children(child.Inner),
        Sequence sequence => sequence.Steps.Sum(Children),
        Parallel parallel => parallel.Steps.Sum(Children),
        NewGeneration two => 1 + Children(two.First) + Children(two.Second),
        _ => 0,
    };

    /// <summary>What the engine must return.</summary>
    public static string Expect(Step step) => step switch
    {
        Call call => $"c{call.Value}",
        Flaky flaky => $"f{flaky.Value}",
        Failing => "x",
        Pause => "p",
        Event e => $"e{e.Value}",
        Nap nap => $"n{nap.Value}",
        Child child => $"<{Expect(child.Inner)}>",
        Sequence sequence => $"[{string.Join(' ', sequence.Steps.Select(Expect))}]",
        Parallel parallel => $"({string.Join(' ', parallel.Steps.Select(Expect))})",
        NewGeneration two => $"<{Expect(two.First)};{Expect(two.Second)}>",
        _ => throw new ArgumentOutOfRangeException(nameof(step)),
    };
}
