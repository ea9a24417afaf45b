namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>Formulas: some want a size, some look at the tasks, some fail, and one is none.</summary>
internal sealed partial class RandomRun
{
    private static readonly string[] s_formulas =
    [
        "$TargetDedicatedNodes=2;$TargetLowPriorityNodes=1;",
        "$TargetDedicatedNodes=0;$TargetLowPriorityNodes=0;$NodeDeallocationOption=taskcompletion;",
        "n=max($PendingTasks.GetSample(1));$TargetDedicatedNodes=min(3,n);$NodeDeallocationOption=requeue;",
        "$TargetDedicatedNodes=$ActiveTasks.GetSamplePercent(TimeInterval_Minute*5)<50?1:2;$TargetLowPriorityNodes=$TargetDedicatedNodes>1?0:1;$NodeDeallocationOption=terminate;",
        "$TargetDedicatedNodes=avg($RunningTasks.GetSample(TimeInterval_Hour*1000,TimeInterval_Hour*999));",
        "$TargetDedicatedNodes=",
    ];

    private static string Formula(int choice) => s_formulas[choice % s_formulas.Length];

    private static string? EnableAutoScale(Step step) => (step.C % 4) switch
    {
        0 => null,
        1 => """{"autoScaleEvaluationInterval":"PT10M"}""",
        _ => $$"""{"autoScaleFormula":"{{Formula(step.B)}}","autoScaleEvaluationInterval":"PT5M"}""",
    };

    /// <summary>To try a formula out changes nothing.</summary>
    private async Task EvaluateAsync(Step step)
    {
        var (settled, before) = (_settled, Picture());
        var (status, _) = await SendAsync("POST", $"/pools/{Pool(step.A)}/evaluateautoscale", $$"""{"autoScaleFormula":"{{Formula(step.B)}}"}""");
        if (settled && status == 200)
        {
            Assert.Equal(before, Picture());
            _settled = true;
        }
    }
}
