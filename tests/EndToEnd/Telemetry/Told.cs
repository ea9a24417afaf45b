namespace Autobatch.EndToEnd.Telemetry;

/// <summary>A span as it was received; a root's parent is empty.</summary>
internal sealed record ToldSpan(string Source, string Name, string TraceId, string Id, string Parent, DateTimeOffset Start, DateTimeOffset End, IReadOnlyDictionary<string, string> Attributes)
{
    public override string ToString() => $"{Source} {Name} {TraceId}/{Id} below {Parent}";
}

/// <summary>The last value of a counter, or the count of a histogram.</summary>
internal sealed record ToldNumber(string Name, string Unit, IReadOnlyDictionary<string, string> Attributes, long Value);

/// <summary>A log record.</summary>
internal sealed record ToldLine(string Body, string TraceId, IReadOnlyDictionary<string, string> Attributes);
