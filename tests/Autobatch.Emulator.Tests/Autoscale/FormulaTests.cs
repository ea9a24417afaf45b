using Autobatch.Emulator.Autoscale;

namespace Autobatch.Emulator.Tests.Autoscale;

public sealed class FormulaTests
{
    [Theory]
    [InlineData("1 + 2 * 3 - 4 / 2", "5")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 3 - 2", "5")]
    [InlineData("-2 * -.5", "1")]
    [InlineData("1.5e2", "150")]
    [InlineData("!0 && !!7", "1")]
    [InlineData("1 < 2 == 2 > 1", "1")]
    [InlineData("0 || 0 && 1", "0")]
    [InlineData("1 <= 1 && 2 >= 3", "0")]
    [InlineData("3 != 3 ? 10 : 4 == 4 ? 20 : 30", "20")]
    [InlineData("\"a\" < 'b'", "1")]
    [InlineData("min(3, max(1, 2), 7)", "2")]
    [InlineData("avg(1, 2, 6)", "3")]
    [InlineData("sum()", "0")]
    [InlineData("range(4, 9, 1)", "8")]
    [InlineData("std(2, 4, 4, 4, 5, 5, 7, 9) * std(2, 4, 4, 4, 5, 5, 7, 9) > 4.57", "1")]
    [InlineData("norm(3, 4)", "5")]
    [InlineData("lg(8) + ln(1) + log(100)", "5")]
    [InlineData("2 * TimeInterval_Minute == 120 * TimeInterval_Second", "1")]
    [InlineData("TimeInterval_Hour / TimeInterval_Minute", "60")]
    [InlineData("time().weekday * 100 + time().hour", "512")]
    [InlineData("time('2026-02-03T04:05:06Z').second", "6")]
    [InlineData("time() - time('2026-01-01T12:34:56Z') == TimeInterval_Day", "1")]
    [InlineData("time() - TimeInterval_Hour < time()", "1")]
    [InlineData("$TargetDedicatedNodes * 10 + $TargetLowPriority", "34")]
    [InlineData("1 /* not 2 */ + 1 // one more", "2")]
    public void An_expression_has_its_value(string expression, string value) => Assert.Equal(value, Formula.Value(expression.Replace("// one more", "// one more\n", StringComparison.Ordinal)));

    [Theory]
    [InlineData("avg($PendingTasks.GetSample(2))", "7.5")]
    [InlineData("val($PendingTasks.GetSample(1), 0)", "8")]
    [InlineData("len($PendingTasks.GetSample(100))", "4")]
    [InlineData("max($PendingTasks.GetSample(TimeInterval_Minute))", "8")]
    [InlineData("len($PendingTasks.GetSample(TimeInterval_Minute))", "3")]
    [InlineData("min($PendingTasks.GetSample(90 * TimeInterval_Second, 60 * TimeInterval_Second))", "1")]
    [InlineData("len($PendingTasks.GetSample(time() - TimeInterval_Minute, time()))", "3")]
    [InlineData("$PendingTasks.GetSamplePercent(TimeInterval_Minute)", "100")]
    [InlineData("$PendingTasks.GetSamplePercent(4 * TimeInterval_Minute)", "50")]
    [InlineData("$PendingTasks.GetSamplePeriod() == 30 * TimeInterval_Second", "1")]
    [InlineData("$PendingTasks.Count()", "4")]
    [InlineData("time() - $PendingTasks.HistoryBeginTime() == 90 * TimeInterval_Second", "1")]
    [InlineData("percentile($PendingTasks.GetSample(4), 50)", "5")]
    [InlineData("sum($PendingTasks.GetSample(2) * 2 - $PendingTasks.GetSample(2))", "15")]
    [InlineData("max(0, $PendingTasks.GetSample(1), 3)", "8")]
    [InlineData("$PendingTasks + 1", "9")]
    [InlineData("min(5, $PendingTasks)", "5")]
    [InlineData("-$PendingTasks", "-8")]
    [InlineData("$PendingTasks > 7 ? $PendingTasks * 1.5 : 0", "12")]
    [InlineData("len($PendingTasks.GetSample(60 * TimeInterval_Second, 90 * TimeInterval_Second))", "2")]
    [InlineData("len($PendingTasks.GetSample(TimeInterval_Zero, 90 * TimeInterval_Second, 75))", "4")]
    [InlineData("$PendingTasks.GetSamplePercent(TimeInterval_Minute * 0, TimeInterval_Minute * 4)", "50")]
    [InlineData("len(lg(vec(8, $PendingTasks.GetSample(2))))", "3")]
    public void A_history_is_looked_up(string expression, string value) => Assert.Equal(value, Formula.Value(expression, 1, 3, 7, 8));

    [Theory]
    [InlineData("$ActiveTasks.GetSample(1)", "Insufficient sample data")]
    [InlineData("$PendingTasks.GetSample(TimeInterval_Hour, 70)", "Insufficient sample data")]
    [InlineData("$PendingTasks.GetSample(0)", "count of at least 1")]
    [InlineData("$ActiveTasks + 1", "Insufficient sample data")]
    [InlineData("1 + TimeInterval_Second", "'+' does not take double and timeinterval")]
    [InlineData("time() ? 1 : 2", "A condition is a double, not a timestamp")]
    [InlineData("TimeInterval_Year * 1e30", "out of range")]
    [InlineData("time() - 20000 * TimeInterval_Year", "out of range")]
    [InlineData("$PendingTasks.GetSample(20000 * TimeInterval_Year)", "out of range")]
    [InlineData("val($PendingTasks.GetSample(1), 1)", "with these values")]
    [InlineData("avg()", "avg of nothing is not defined")]
    [InlineData("time('soon')", "time does not take (string)")]
    [InlineData("1.hour", "Line 1")]
    public void What_cannot_be_evaluated_is_named_with_its_place(string expression, string error)
    {
        var text = Formula.Value(expression, 1, 2);

        Assert.StartsWith("error: Line 1, Col ", text.Replace("error: Syntax error (line 1, column ", "error: Line 1, Col ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(error, text.Replace("line 1", "Line 1", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x = $TaskSlots.GetSample(1);", "'$TaskSlots' is not known here")]
    [InlineData("$CPUPercent = 1;", "cannot be set")]
    [InlineData("x = y;", "'y' is not known here")]
    [InlineData("x = halt();", "'halt'")]
    [InlineData("x;", "Syntax error")]
    [InlineData("x = $PendingTasks.GetSamples(1);", "'GetSamples'")]
    [InlineData("x = time().century;", "'century'")]
    [InlineData("$CurrentDedicatedNodes = 1;", "'$CurrentDedicatedNodes' cannot be set")]
    [InlineData("TimeInterval_Day = 1;", "cannot be set")]
    [InlineData("x = 1 +;", "Syntax error")]
    [InlineData("x 1;", "Syntax error")]
    [InlineData("x = 1 y = 2;", "Syntax error")]
    [InlineData("x = \"open;", "Line 1, Col 5")]
    [InlineData("x = 1 # 2;", "'#'")]
    [InlineData("x = (1;", "Syntax error")]
    [InlineData("", "no statement")]
    [InlineData(";;", "no statement")]
    public void A_formula_that_means_nothing_is_refused_before_it_is_needed(string formula, string error) =>
        Assert.Contains(error, Assert.Throws<FormulaException>(() => AutoScaleFormula.Read(formula)).Message, StringComparison.Ordinal);

    [Fact]
    public void Targets_are_whole_and_not_negative_and_the_formula_keeps_its_own_variables()
    {
        var (run, targets) = Formula.Evaluate("n = 7 / 2; $TargetDedicated = n; $TargetLowPriorityNodes = -1; $NodeDeallocationOption = taskcompletion;");

        Assert.Equal(new(3, 0, "taskcompletion"), targets);
        Assert.Equal("$TargetDedicatedNodes=3;$TargetLowPriorityNodes=0;$NodeDeallocationOption=taskcompletion;n=3.5", run.Results);
        Assert.Null(run.Error);
    }

    [Theory]
    [InlineData("$TargetDedicatedNodes = 1; stop(); $TargetDedicatedNodes = 2;", 1)]
    [InlineData("$TargetDedicatedNodes = 1; $PendingTasks.Count() == 0;", null)]
    [InlineData("$TargetDedicatedNodes = 5; x = 1 > 0 ? stop() : 1; $TargetDedicatedNodes = 2;", 5)]
    [InlineData("$TargetDedicatedNodes = 5; x = 1 < 0 ? stop() : 1; $TargetDedicatedNodes = 2;", 2)]
    public void Stop_ends_the_evaluation_and_what_was_set_counts(string formula, int? nodes)
    {
        if (nodes is { } expected)
        {
            Assert.Equal(expected, Formula.Evaluate(formula).Targets!.Dedicated);
        }
        else
        {
            Assert.Throws<FormulaException>(() => AutoScaleFormula.Read(formula));
        }
    }

    [Theory]
    [InlineData("$TargetDedicated = 7; $TargetDedicatedNodes = 1;")]
    [InlineData("$TargetDedicatedNodes = 1; $TargetDedicated = 7;")]
    public void The_full_name_of_a_target_wins_over_its_alias(string formula) => Assert.Equal(1, Formula.Evaluate(formula).Targets!.Dedicated);

    /// <summary>Formulas with the functions, methods and shapes of those in Microsoft's article.</summary>
    [Theory]
    [InlineData("""
        fewest = 1; most = 20;
        known = $PendingTasks.GetSamplePercent(3 * TimeInterval_Minute);
        wanted = known < 70 ? fewest : avg($PendingTasks.GetSample(3 * TimeInterval_Minute));
        $TargetDedicatedNodes = min(most, wanted);
        $NodeDeallocationOption = taskcompletion;
        """, 20)]
    [InlineData("""
        // Grows while the nodes are busy, and shrinks when they were idle for an hour.
        $wanted = min($CPUPercent.GetSample(TimeInterval_Minute * 10)) > 0.7 ? $CurrentDedicatedNodes * 1.5 : $CurrentDedicatedNodes;
        $wanted = avg($CPUPercent.GetSample(TimeInterval_Minute * 60)) < 0.2 ? $CurrentDedicatedNodes * 0.5 : $wanted;
        $TargetDedicatedNodes = min(400, $wanted)
        """, 6)]
    [InlineData("""
        now = time();
        office = now.hour >= 8 && now.hour < 18 && now.weekday >= 1 && now.weekday <= 5;
        $TargetDedicatedNodes = office ? 12 : 3;
        """, 12)]
    [InlineData("""
        /* Half of what waits, but no more than half as many again as there are. */
        samples = $ActiveTasks.GetSamplePercent(TimeInterval_Minute * 15);
        tasks = samples < 70 ? max(0, $ActiveTasks.GetSample(1)) : max($ActiveTasks.GetSample(1), avg($ActiveTasks.GetSample(TimeInterval_Minute * 15)));
        nodes = tasks > 0 ? tasks / 2 : max(0, $TargetDedicatedNodes / 2);
        $TargetDedicatedNodes = max(0, min(nodes, 1.5 * max($CurrentDedicatedNodes.GetSample(2))));
        """, 6)]
    [InlineData("$TargetDedicatedNodes = min(25, $PreemptedNodeCount.GetSample(180 * TimeInterval_Second)); $TargetLowPriorityNodes = min(25, 25 - $TargetDedicatedNodes);", 25)]
    [InlineData("$share = sum($SucceededTasks.GetSample(60 * TimeInterval_Second, 6 * TimeInterval_Minute, 50)); $TargetDedicatedNodes = time('2026-01-01T00:00:00Z') < time() ? 4 + std(vec(1, 1)) : $share;", 4)]
    public void Formulas_of_the_articles_shapes_run(string formula, int nodes)
    {
        var period = TimeSpan.FromSeconds(30);
        List<(DateTimeOffset, double)> Samples(double value) => [.. Enumerable.Range(0, 120).Select(i => (Formula.Now - (period * (119 - i)), value))];
        Assert.NotEmpty(AutoScaleFormula.Read(formula));

        var (run, targets) = AutoScaleFormula.Evaluate(
            formula, new(Formula.Now, 3, 4, name => new(Samples(name switch { "$CPUPercent" => 0.9, "$CurrentDedicatedNodes" => 4, "$ActiveTasks" => 30, _ => 40 }), period, Formula.Now)));

        Assert.Null(run.Error);
        Assert.Equal(nodes, targets!.Dedicated);
    }

    [Fact]
    public void What_a_formula_does_not_set_stays() => Assert.Equal(new(3, 4, "requeue"), Formula.Evaluate("x = 1").Targets);

    [Theory]
    [InlineData("$TargetDedicatedNodes = 0 / 0;")]
    [InlineData("$TargetDedicatedNodes = 1 / 0;")]
    [InlineData("$TargetDedicatedNodes = 101;")]
    [InlineData("$TargetDedicatedNodes = time();")]
    [InlineData("$NodeDeallocationOption = 1;")]
    [InlineData("$NodeDeallocationOption = \"never\";")]
    public void A_target_that_makes_no_sense_is_an_error_and_changes_nothing(string formula)
    {
        var (run, targets) = Formula.Evaluate(formula);

        Assert.Null(targets);
        Assert.Equal("AutoScalingFormulaEvaluationError", run.Error!.Code);
    }

    [Fact]
    public void Only_the_branch_that_counts_is_evaluated()
    {
        const string Text = "p = $PendingTasks.GetSamplePercent(TimeInterval_Minute); $TargetDedicatedNodes = p < 50 ? 2 : max($PendingTasks.GetSample(TimeInterval_Minute));";

        Assert.Equal(2, Formula.Evaluate(Text).Targets!.Dedicated);
        Assert.Equal(9, Formula.Evaluate(Text, 9, 4).Targets!.Dedicated);
        Assert.Equal("1", Formula.Value("1 || $PendingTasks.GetSample(1) > 0"));
        Assert.Equal("0", Formula.Value("0 && $PendingTasks.GetSample(1) > 0"));
    }

    [Theory]
    [InlineData("(", 8000)]
    [InlineData("!", 8000)]
    [InlineData("1?1:", 2000)]
    [InlineData("1?';':", 1300)]
    public void Hostile_nesting_is_refused(string part, int times)
    {
        var formula = "x = " + string.Concat(Enumerable.Repeat(part, times)) + "1;";

        Assert.Throws<FormulaException>(() => AutoScaleFormula.Read(formula));
    }

    [Fact]
    public void A_long_sum_is_added_up() => Assert.Equal("4000", Formula.Value(string.Join('+', Enumerable.Repeat("1", 4000))));

    [Fact]
    public void More_statements_than_the_service_takes_are_refused() =>
        Assert.Contains("100 statements", Assert.Throws<FormulaException>(() => AutoScaleFormula.Read(string.Concat(Enumerable.Repeat("x=1;", 101)))).Message, StringComparison.Ordinal);
}
