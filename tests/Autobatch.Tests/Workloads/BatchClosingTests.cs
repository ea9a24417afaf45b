using System.Text;
using Autobatch.Tests.Support;
using Autobatch.Workloads;
using CsCheck;

namespace Autobatch.Tests.Workloads;

public sealed class BatchClosingTests
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Full_batches_are_cut_in_the_order_of_arrival_and_the_rest_waits()
    {
        BatchClosing closing = Close(""" "maxFiles": 2, "maxWait": "PT1M" """, 5, File("c", 0), File("a", 1), File("b", 2), File("d", 2), File("e", 3));

        Assert.Equal(["a c", "b d"], Texts(closing));
        Assert.Equal(s_start.AddSeconds(63), closing.Next);
    }

    [Fact]
    public void Longest_wait_counts_from_the_first_file_and_quiet_period_from_the_last_one()
    {
        WaitingFile[] files = [File("a", 0), File("b", 8)];
        Assert.Equal(s_start.AddSeconds(10), Close(""" "maxWait": "PT10S" """, 9, files).Next);
        Assert.Equal(["a b"], Texts(Close(""" "maxWait": "PT10S" """, 10, files)));
        Assert.Equal(s_start.AddSeconds(13), Close(""" "quietPeriod": "PT5S" """, 12, files).Next);
        Assert.Equal(["a b"], Texts(Close(""" "quietPeriod": "PT5S" """, 13, files)));
        Assert.Equal(s_start.AddSeconds(10), Close(""" "quietPeriod": "PT5S", "maxWait": "PT10S" """, 9, files).Next);
    }

    [Fact]
    public void Bytes_bound_a_batch_and_a_larger_file_is_one_by_itself() => Assert.Equal(
        ["a b", "c", "d"], Texts(Close(""" "maxBytes": 10 """, 0, File("a", 0, 4), File("b", 1, 4), File("c", 2, 4), File("d", 3, 99), File("e", 4, 9))));

    [Fact]
    public void Marker_takes_what_is_below_but_for_what_a_deeper_one_takes_and_each_folder_waits_by_itself()
    {
        BatchClosing closing = Close(
            """ "markerFile": "_SUCCESS", "maxWait": "PT1M" """, 61,
            File("x/a", 30), File("x/y/b", 30), File("x/y/_SUCCESS", 31), File("x/z/c", 30), File("x/_SUCCESS", 32), File("xx/d", 30), File("old/e", 0), File("f", 1));

        Assert.Equal(["f", "old/e", "x/a x/z/c", "x/y/b"], Texts(closing).Order(StringComparer.Ordinal));
        Assert.Equal(["w/x/_SUCCESS", "w/x/y/_SUCCESS"], closing.Batches.SelectMany(b => b.Spent).Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.Equal(s_start.AddSeconds(90), closing.Next);
    }

    [Fact]
    public void Marker_of_an_empty_folder_is_spent_without_a_batch() =>
        Assert.Equal((0, 1), Assert.Single(Close(""" "markerFile": "_SUCCESS" """, 0, File("x/_SUCCESS", 0)).Batches) is var b ? (b.Files.Count, b.Spent.Count) : default);

    [Fact]
    public void File_that_was_overwritten_while_it_waited_is_worked_on_once()
    {
        WaitingFile older = File("a", 0);
        WaitingFile newer = File("a", 5) with { Key = "newer", ETag = "2" };

        BatchClosing closing = Close(""" "maxFiles": 1 """, 6, newer, older);

        Assert.Equal([newer], closing.Batches.SelectMany(b => b.Files));
        Assert.Equal([older], closing.Batches.SelectMany(b => b.Spent));
    }

    [Fact]
    public void Prefix_is_the_deepest_folder_of_all_files()
    {
        Assert.Equal("w/a/", Prefix("a/x", "a/b/y", "a/bc/z"));
        Assert.Equal("w/", Prefix("ab/x", "abc/y"));
        Assert.Equal("w/a/b/", Prefix("a/b/x"));
        Assert.Equal("w/", Prefix("a", "b/c"));
    }

    [Fact]
    public void Whatever_the_rule_each_file_gets_into_one_batch_at_most_and_none_is_lost() =>
        Gen.Select(Gen.Int[1, 7], Gen.Int[1, 50], Gen.Bool, Gen.Int[0, 40], Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9], Gen.Int[0, 30], Gen.Int[0, 20]).Array[0, 60]).Sample(
            (maxFiles, maxBytes, marks, now, made) =>
            {
                WaitingFile[] files = [.. made.Select((m, i) => File(m.Item2 == 0 ? $"{m.Item1}/_SUCCESS" : $"{m.Item1}/{i}", m.Item3, m.Item4) with { Key = $"{i}" })];
                string rule = $""" "maxFiles": {maxFiles}, "maxBytes": {maxBytes}, "maxWait": "PT10S" {(marks ? ", \"markerFile\": \"_SUCCESS\"" : "")} """;
                BatchClosing closing = Close(rule, now, files);
                string[] closed = [.. closing.Batches.SelectMany(b => b.Files.Concat(b.Spent)).Select(f => f.Key)];
                return closed.Length == closed.Distinct().Count()
                    && closing.Batches.All(b => b.Files.Count <= maxFiles && (b.Files.Count < 2 || b.Files.Sum(f => f.Bytes) <= maxBytes))
                    && files.Where(f => f.ArrivedAt.AddSeconds(10) <= s_start.AddSeconds(now)).All(f => closed.Contains(f.Key));
            },
            iter: 2_000);

    private static string Prefix(params string[] paths) =>
        new FileBatch("v", [.. paths.Order(StringComparer.Ordinal).Select(p => File(p, 0))], []).Prefix;

    private static WaitingFile File(string path, int arrived, long bytes = 1) =>
        new(path, $"w/{path}", "1", bytes, s_start.AddSeconds(arrived), s_start.AddSeconds(arrived), "v");

    private static string[] Texts(BatchClosing closing) => [.. closing.Batches.Where(b => b.Files.Count > 0).Select(b => string.Join(' ', b.Files.Select(f => f.Path)))];

    private static BatchClosing Close(string rule, int now, params WaitingFile[] files)
    {
        WorkloadReadResult read = WorkloadReader.Read(Encoding.UTF8.GetBytes(
            $$"""{ "schemaVersion": "1.0", "rule": { {{rule}} }, "manifest": { "schemaVersion": "1.0", "id": "m", "tasks": [ { "id": "a", "commandLine": "x" } ] } }"""));
        Assert.Empty(read.Errors);
        return BatchClosing.Of(read.Workload!.Rule, files, s_start.AddSeconds(now));
    }
}
