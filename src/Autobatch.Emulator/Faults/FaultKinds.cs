using System.Collections.Frozen;
using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.Faults;

/// <summary>The kinds of rules that a fault document may have: what they look like and how they are read.</summary>
internal static class FaultKinds
{
    private static readonly PropertyRule s_times = new("times", Integer, Check: Checks.Range(1, int.MaxValue));
    private static readonly PropertyRule s_recoverAfter = new("recoverAfter", Text, Check: Checks.Duration);
    private static readonly PropertyRule s_nodeId = new("nodeId", Text);

    private static readonly FrozenDictionary<string, FaultKind> s_all = new[]
    {
        Kind(
            "nodeLoss",
            rule => new NodeLossRule(
                FaultTarget.Read(rule),
                Times(rule) ?? 1,
                rule.Property("nodeState").Is("unknown") ? NodeState.Unknown : NodeState.Unusable,
                Duration(rule, "recoverAfter")),
            s_nodeId,
            s_times,
            s_recoverAfter,
            new("nodeState", Text, Check: Checks.OneOf("unusable", "unknown"))),
        Kind("preemption", rule => new PreemptionRule(FaultTarget.Read(rule), Times(rule) ?? 1, Duration(rule, "recoverAfter")), s_nodeId, s_times, s_recoverAfter),
        Kind(
            "resizeError",
            rule => new ResizeErrorRule(
                FaultTarget.Read(rule),
                Times(rule),
                rule.Property("dedicated")?.GetBoolean(),
                rule.Property("nodes")?.GetInt32() ?? 0,
                new(
                    rule.Property("code")?.GetString() ?? "AllocationFailed",
                    rule.Property("message")?.GetString() ?? "Desired number of nodes could not be allocated",
                    [])),
            s_times,
            new("dedicated", Flag),
            new("nodes", Integer, Check: Checks.Range(0, int.MaxValue)),
            new("code", Text, Check: Checks.Length(128, 1)),
            new("message", Text, Check: Checks.Length(1024, 1))),
        Kind("allocationDelay", rule => new AllocationDelayRule(FaultTarget.Read(rule), Duration(rule, "delay")!.Value), new PropertyRule("delay", Text, Required: true, Checks.Duration)),
        Kind("accountDelay", rule => new AccountDelayRule(FaultTarget.Read(rule), Duration(rule, "delay")!.Value), new PropertyRule("delay", Text, Required: true, Checks.Duration)),
        Kind(
            "startTaskFailed",
            rule => new StartTaskFailedRule(FaultTarget.Read(rule), Times(rule), rule.Property("exitCode")?.GetInt32() ?? 1),
            s_nodeId,
            s_times,
            new("exitCode", Integer, Check: Checks.Range(1, 255))),
        Kind(
            "storageAccess",
            rule => new StorageAccessRule(
                FaultTarget.Read(rule),
                Times(rule),
                rule.Property("storageAccount")?.GetString(),
                rule.Property("container")?.GetString(),
                Name<StoragePurpose>(rule, "purpose"),
                Name<StorageOutcome>(rule, "outcome") ?? StorageOutcome.AccessDenied),
            s_nodeId,
            s_times,
            new("storageAccount", Text),
            new("container", Text),
            new("purpose", Text, Check: Checks.OneOf("resourceFiles", "outputFiles", "packages")),
            new("outcome", Text, Check: Checks.OneOf("accessDenied", "tooFewRights", "identityNotSet", "identityNotOnPool"))),
    }.ToFrozenDictionary(kind => kind.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads one rule of a document.</summary>
    /// <exception cref="BatchException">It is of no known kind, or wrong.</exception>
    public static FaultRule Read(JsonElement rule, string path)
    {
        var name = rule.Property("kind") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw Errors.MissingRequiredProperty.With(("PropertyName", $"{path}.kind"));
        if (!s_all.TryGetValue(name, out var kind))
        {
            throw Errors.InvalidPropertyValue.Property($"{path}.kind", name, $"The kinds of faults are: {string.Join(", ", s_all.Keys.Order(StringComparer.Ordinal))}.");
        }

        kind.Rules.Check(rule, path);
        return kind.Read(rule);
    }

    private static FaultKind Kind(string name, Func<JsonElement, FaultRule> read, params PropertyRule[] own) => new(
        name,
        new BodyRules(
            name,
            [new("id", Text, Check: Checks.Id), new("kind", Text, Required: true), new("account", Text), new("poolId", Text), new("applied", Integer), .. own]),
        read);

    /// <summary>A value that a rule has let pass by its name.</summary>
    private static T? Name<T>(JsonElement rule, string name)
        where T : struct, Enum => rule.Property(name)?.GetString() is { } text ? Enum.Parse<T>(text, ignoreCase: true) : null;

    private static int? Times(JsonElement rule) => rule.Property("times")?.GetInt32();

    private static TimeSpan? Duration(JsonElement rule, string name) =>
        rule.Property(name)?.GetString() is { } text ? WireTime.Duration(text) : null;

    private sealed record FaultKind(string Name, BodyRules Rules, Func<JsonElement, FaultRule> Read);
}
