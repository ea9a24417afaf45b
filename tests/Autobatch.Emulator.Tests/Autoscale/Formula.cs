using Autobatch.Emulator.Autoscale;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Tests.Autoscale;

/// <summary>Evaluates formulas against a made-up history.</summary>
internal static class Formula
{
    /// <summary>A Friday.</summary>
    public static readonly DateTimeOffset Now = new(2026, 1, 2, 12, 34, 56, TimeSpan.Zero);

    /// <summary>A pending task count each 30 s, the last one now.</summary>
    public static (AutoScaleRun Run, AutoScaleTargets? Targets) Evaluate(string formula, params double[] pending)
    {
        var period = TimeSpan.FromSeconds(30);
        List<(DateTimeOffset, double)> samples = [.. pending.Select((value, i) => (Now - (period * (pending.Length - 1 - i)), value))];
        return AutoScaleFormula.Evaluate(formula, new(Now, 3, 4, name => name == "$PendingTasks" ? new(samples, period, Now) : new([], period, Now)));
    }

    /// <summary>The value of one expression as the results show it.</summary>
    public static string Value(string expression, params double[] pending)
    {
        var run = Evaluate($"x = {expression};", pending).Run;
        return run.Results?.Split("x=")[1] ?? $"error: {run.Error!.Values[0].Value}";
    }
}
