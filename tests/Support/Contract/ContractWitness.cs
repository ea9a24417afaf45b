using System.Text.Json;

namespace Autobatch.Testing.Contract;

/// <summary>Judges what an emulator has written of its exchanges (<c>--debug</c>), whoever the client was.</summary>
public sealed class ContractWitness
{
    private const int MostFaults = 50;

    private (int Seen, IReadOnlyList<string> Faults)? _judged;

    /// <summary>Where the emulator is to write them; removed when it is judged.</summary>
    public string File { get; } = Path.Combine(Path.GetTempPath(), $"autobatch-wire-{Guid.NewGuid():n}.jsonl");

    /// <summary>Throws when an exchange broke the contract, or when there was none and that is a fault; to be called when the emulator has stopped, or its last answer is there.</summary>
    /// <exception cref="InvalidOperationException">The faults, each with its request.</exception>
    /// <param name="mayBeSilent">Whether the test may have said nothing to the emulator.</param>
    public void Require(bool mayBeSilent = false)
    {
        (int seen, IReadOnlyList<string> faults) = Judge();
        if (faults.Count > 0 || (seen == 0 && !mayBeSilent))
        {
            throw new InvalidOperationException($"Of {seen} exchanges of the emulator, these are not as the service's description says:\n{string.Join('\n', faults)}");
        }
    }

    /// <summary>How many operations of the service were seen, and what was wrong with them; nothing when no emulator has come up.</summary>
    public (int Seen, IReadOnlyList<string> Faults) Judge() => _judged ??= JudgeOnce();

    private (int Seen, IReadOnlyList<string> Faults) JudgeOnce()
    {
        if (!System.IO.File.Exists(File))
        {
            return (0, []);
        }
        int seen = 0;
        HashSet<string> faults = [];
        string last = "";
        foreach (string line in System.IO.File.ReadLines(File).Append(""))
        {
            // Before an empty line and before the end may be half a line, of an emulator that was killed.
            if (Parse(last, mayBeHalf: line.Length == 0) is { } read && Exchange.Read(read) is { } exchange && ServiceContract.IsDescribed(exchange))
            {
                seen++;
                faults.UnionWith(ServiceContract.FaultsOf(exchange));
            }
            last = line;
        }
        System.IO.File.Delete(File);
        return (seen, [.. faults.Take(MostFaults)]);
    }

    private static JsonElement? Parse(string line, bool mayBeHalf)
    {
        try
        {
            return line.Length == 0 ? null : JsonElement.Parse(line);
        }
        catch (JsonException) when (mayBeHalf)
        {
            return null;
        }
    }
}
