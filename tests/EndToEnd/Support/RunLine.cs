using System.Text.Json;

namespace Autobatch.EndToEnd.Support;

/// <summary>The last line of <c>run</c>.</summary>
internal sealed record RunLine(string RunId, string Status, int Total, int Succeeded, int Failed, string? Result, string? Outputs)
{
    public static RunLine Read(LocalProcess process)
    {
        Assert.True(process.Output.Count > 0, process.All);
        try
        {
            JsonElement line = JsonElement.Parse(process.Output[^1]);
            JsonElement tasks = line.GetProperty("tasks");
            Assert.True(line.GetProperty("seconds").GetDouble() >= 0);
            return new RunLine(
                line.GetProperty("runId").GetString()!,
                line.GetProperty("status").GetString()!,
                tasks.GetProperty("total").GetInt32(),
                tasks.GetProperty("succeeded").GetInt32(),
                tasks.GetProperty("failed").GetInt32(),
                line.GetProperty("result").GetString(),
                line.GetProperty("outputs").GetString());
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The last line is no JSON\n{process.All}", exception);
        }
    }
}
