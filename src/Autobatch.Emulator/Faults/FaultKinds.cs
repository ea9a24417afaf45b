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
    /// <summary>Longer than any test, and short enough that no time overflows.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(365);

    /// <summary>More than any client waits for.</summary>
    private static readonly TimeSpan s_longestAnswer = TimeSpan.FromDays(1);

    private static readonly Action<JsonElement, string> s_duration = Checks.DurationUpTo(s_longest);
    private static readonly PropertyRule s_nodeId = new("nodeId", Text);
    private static readonly PropertyRule s_times = new("times", Integer, Check: Checks.Range(1, int.MaxValue));
    private static readonly PropertyRule s_delay = new("delay", Text, Required: true, s_duration);

    /// <summary>Of kinds that wait for occasions.</summary>
    private static readonly PropertyRule[] s_chance =
    [
        s_times,
        new("probability", Number, Check: Checks.Between(0, 1)),
        new("seed", Integer),
        new("skip", Integer, Check: Checks.Range(0, int.MaxValue)),
    ];

    /// <summary>Properties that only make sense when there are occasions.</summary>
    private static readonly string[] s_byTask = ["probability", "seed", "skip", "after"];

    private static readonly PropertyRule[] s_lostNode = [s_nodeId, .. s_chance, new("after", Text, Check: s_duration), new("recoverAfter", Text, Check: s_duration)];

    private static readonly PropertyRule[] s_request = [s_nodeId, .. s_chance, new("jobId", Text), new("operation", Text, Check: OperationPattern.Check)];

    /// <summary>All kinds by name.</summary>
    public static FrozenDictionary<string, FaultKind> All { get; } = new[]
    {
        Kind("throttled", ReadThrottled, [.. s_request, new("status", Integer, Check: Checks.OneOf(429, 503)), new("retryAfter", Text, Check: Checks.WholeSeconds(s_longest))]),
        Kind("serverError", rule => new RefusalRule(FaultTarget.Read(rule), Times(rule), Operations(rule), Errors.InternalError, null), s_request),
        Kind("connectionReset", rule => new ConnectionResetRule(FaultTarget.Read(rule), Times(rule), Operations(rule)), s_request),
        Kind("slowAnswer", rule => new SlowAnswerRule(FaultTarget.Read(rule), Times(rule), Operations(rule), Duration(rule, "delay")!.Value), [.. s_request, new("delay", Text, Required: true, Checks.DurationUpTo(s_longestAnswer))]),
        Kind("lostAnswer", rule => new LostAnswerRule(FaultTarget.Read(rule), Times(rule), Operations(rule)), s_request),
        Kind("clockSkew", rule => new ClockSkewRule(FaultTarget.Read(rule), Duration(rule, "by")!.Value), [new("by", Text, Required: true, Checks.SignedDurationUpTo(s_longest))]),
        Kind(
            "nodeLoss",
            rule => new NodeLossRule(
                FaultTarget.Read(rule), TimesOfLoss(rule), IsByTask(rule), Duration(rule, "after") ?? TimeSpan.Zero, Duration(rule, "recoverAfter"),
                rule.Property("nodeState").Is("unknown") ? NodeState.Unknown : NodeState.Unusable),
            [.. s_lostNode, new("nodeState", Text, Check: Checks.OneOf("unusable", "unknown"))]),
        Kind(
            "preemption",
            rule => new PreemptionRule(FaultTarget.Read(rule), TimesOfLoss(rule), IsByTask(rule), Duration(rule, "after") ?? TimeSpan.Zero, Duration(rule, "recoverAfter")),
            s_lostNode),
        Kind(
            "startTaskFailed",
            rule => new StartTaskFailedRule(FaultTarget.Read(rule), Times(rule), rule.Property("exitCode")?.GetInt32() ?? 1),
            [s_nodeId, .. s_chance, new("exitCode", Integer, Check: Checks.Range(1, 255))]),
        Kind("resourceFileFailed", rule => new TransferRule(FaultTarget.Read(rule), Times(rule), StoragePurpose.ResourceFiles), [s_nodeId, .. s_chance]),
        Kind("outputUploadFailed", rule => new TransferRule(FaultTarget.Read(rule), Times(rule), StoragePurpose.OutputFiles), [s_nodeId, .. s_chance]),
        Kind(
            "storageAccess",
            rule => new StorageAccessRule(
                FaultTarget.Read(rule),
                Times(rule),
                rule.Property("storageAccount")?.GetString(),
                rule.Property("container")?.GetString(),
                Name<StoragePurpose>(rule, "purpose"),
                Name<StorageOutcome>(rule, "outcome") ?? StorageOutcome.AccessDenied),
            [
                s_nodeId,
                .. s_chance,
                new("storageAccount", Text),
                new("container", Text),
                new("purpose", Text, Check: Checks.OneOf("resourceFiles", "outputFiles", "packages", "mounts")),
                new("outcome", Text, Check: Checks.OneOf("accessDenied", "tooFewRights", "identityNotSet", "identityNotOnPool")),
            ]),
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
            [
                s_times,
                new("dedicated", Flag),
                new("nodes", Integer, Check: Checks.Range(0, int.MaxValue)),
                new("code", Text, Check: Checks.Length(128, 1)),
                new("message", Text, Check: Checks.Length(1024, 1)),
            ]),
        Kind("allocationDelay", rule => new AllocationDelayRule(FaultTarget.Read(rule), Duration(rule, "delay")!.Value), [s_delay]),
        Kind("accountDelay", rule => new AccountDelayRule(FaultTarget.Read(rule), Duration(rule, "delay")!.Value), [s_delay]),
    }.ToFrozenDictionary(kind => kind.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The kind of a rule that looks as it should.</summary>
    /// <exception cref="BatchException">It is of no known kind, or wrong.</exception>
    public static FaultKind Of(JsonElement rule, string path)
    {
        var name = rule.Property("kind") is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw Errors.MissingRequiredProperty.With(("PropertyName", Under(path, "kind")));
        if (!All.TryGetValue(name, out var kind))
        {
            throw Errors.InvalidPropertyValue.Property(
                Under(path, "kind"), name.Length <= 200 ? name : name[..200], $"The nearest kind is '{NearestName.Of(name, All.Keys)}'; there are: {string.Join(", ", All.Keys.Order(StringComparer.Ordinal))}.");
        }

        kind.Rules.Check(rule, path);
        return kind;
    }

    /// <summary>Which occasions a rule takes; without a seed its id is one.</summary>
    public static Chance ReadChance(JsonElement rule, string id) => new(
        rule.Property("probability")?.GetDouble() ?? 1, rule.Property("seed")?.GetInt32() ?? Chance.SeedOf(id), rule.Property("skip")?.GetInt32() ?? 0);

    /// <summary>The path of a property, for errors.</summary>
    public static string Under(string path, string property) => path.Length == 0 ? property : $"{path}.{property}";

    private static FaultKind Kind(string name, Func<JsonElement, FaultRule> read, PropertyRule[] own) => new(
        name,
        new BodyRules(
            name,
            [new("id", Text, Check: Checks.Id), new("kind", Text, Required: true), new("account", Text), new("poolId", Text), new("applied", Integer), new("seen", Number), .. own]),
        read);

    private static RefusalRule ReadThrottled(JsonElement rule) => new(
        FaultTarget.Read(rule),
        Times(rule),
        Operations(rule),
        rule.Property("status")?.GetInt32() == Errors.ServerBusy.Status ? Errors.ServerBusy : Errors.TooManyRequests,
        Duration(rule, "retryAfter") ?? TimeSpan.FromSeconds(1));

    private static OperationPattern Operations(JsonElement rule) => rule.Property("operation")?.GetString() is { } text ? new(text) : OperationPattern.Any;

    /// <summary>With a chance there must be occasions; without one the rule strikes at once.</summary>
    private static bool IsByTask(JsonElement rule) => s_byTask.Any(name => rule.Property(name) is not null);

    /// <summary>A rule that strikes at once does so a single time, unless it says how often.</summary>
    private static int? TimesOfLoss(JsonElement rule) => Times(rule) ?? (IsByTask(rule) ? null : 1);

    /// <summary>A value that a rule has let pass by its name.</summary>
    private static T? Name<T>(JsonElement rule, string name)
        where T : struct, Enum => rule.Property(name)?.GetString() is { } text ? Enum.Parse<T>(text, ignoreCase: true) : null;

    private static int? Times(JsonElement rule) => rule.Property("times")?.GetInt32();

    private static TimeSpan? Duration(JsonElement rule, string name) =>
        rule.Property(name)?.GetString() is { } text ? WireTime.Duration(text) : null;
}
