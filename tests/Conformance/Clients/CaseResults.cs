using System.Text.Json;

namespace Autobatch.Conformance;

/// <summary>What a client said of its cases: one JSON line each, <c>{"case":"…","failure":null}</c>.</summary>
internal sealed class CaseResults
{
    private readonly Dictionary<string, string?> _failures = [];
    private readonly string _otherwise;

    public CaseResults(ChildResult client)
    {
        _otherwise = $"The client ended with {client.ExitCode}. {client.Errors}";
        foreach (string line in client.Output.Split('\n').Where(line => line.StartsWith('{')))
        {
            using JsonDocument result = JsonDocument.Parse(line);
            _failures[result.RootElement.GetProperty("case").GetString()!] = result.RootElement.GetProperty("failure").GetString();
        }
    }

    /// <summary>Fails with the case's failure, if it has one.</summary>
    public void Require(string name)
    {
        if (!_failures.TryGetValue(name, out string? failure))
        {
            Assert.Fail($"The case gave no result. {_otherwise}");
        }
        if (failure is not null)
        {
            Assert.Fail(failure);
        }
    }
}
