using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace Autobatch.Emulator.Tests.Fuzz;

/// <summary>
/// Throws texts at something for a bounded time: those of a corpus, changed, and others put together of its pieces. It is a second for each target;
/// <c>AUTOBATCH_FUZZ_SECONDS</c> makes it longer, and <c>CsCheck_Seed</c> repeats a case (the seed is in the failure).
/// </summary>
internal static class FuzzRound
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    public static int Seconds { get; } = int.Parse(Environment.GetEnvironmentVariable("AUTOBATCH_FUZZ_SECONDS") ?? "1", CultureInfo.InvariantCulture);

    /// <summary>Texts after those of Corpus/{name}.json.</summary>
    /// <param name="name">The corpus.</param>
    /// <param name="pieces">What the texts of that language consist of.</param>
    public static Gen<string> Texts(string name, params string[] pieces)
    {
        var corpus = JsonSerializer.Deserialize<string[]>(Resources.Read($"fuzz.{name}.json"))!;
        string[] all = [.. pieces, "\0", "\n", " ", "'", "\"", "\\", "/", "..", "%", "\ud83d", "é", "\u202e", "99999999999999999999", "-1", new string('(', 40), new string('a', 300)];
        var piece = Gen.OneOf(all);
        var change = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 10_000], Gen.Int[0, 20], piece);
        var changed = Gen.Select(Gen.OneOf(corpus), change.Array[0, 6], (text, changes) => changes.Aggregate(text, Change));
        return Gen.OneOf(changed, piece.Array[0, 12].Select(string.Concat), Gen.String);
    }

    /// <summary>Runs until the time is over; a case that takes a minute fails as one that never ends.</summary>
    public static async Task Run(Gen<string> texts, Action<string> target)
    {
        var current = "";
        var round = Task.Run(() => texts.Sample(text => target(current = text), time: Seconds, threads: 1, print: Print), TestContext.Current.CancellationToken);
        try
        {
            await round.WaitAsync(s_longest + TimeSpan.FromSeconds(Seconds), TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"It never ends with {Print(current)}.");
        }
    }

    /// <summary>The same for what takes its time.</summary>
    public static Task Run(Gen<string> texts, Func<string, Task> target) => texts.SampleAsync(target, time: Seconds, threads: 1, print: Print);

    private static string Change(string text, (int Kind, int At, int Count, string Piece) change)
    {
        var at = text.Length == 0 ? 0 : change.At % text.Length;
        var count = Math.Min(change.Count, text.Length - at);
        return change.Kind switch
        {
            0 => text.Insert(at, change.Piece),
            1 => text.Remove(at, count),
            2 => text.Insert(at, text.Substring(at, count)),
            _ => text.Remove(at, count).Insert(at, change.Piece),
        };
    }

    private static string Print(string text) => JsonSerializer.Serialize(text);
}
