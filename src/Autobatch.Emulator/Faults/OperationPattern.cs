using System.IO.Enumeration;
using System.Text.Json;
using Autobatch.Emulator.Hosting;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;

namespace Autobatch.Emulator.Faults;

/// <summary>Names operations: CreateTask, *Task*, Pool_*, or by method and route, as in "GET /jobs/*". Case does not matter.</summary>
/// <param name="Text">With * for any characters and ? for one.</param>
internal sealed record OperationPattern(string Text)
{
    /// <summary>Every operation that has a name.</summary>
    public static OperationPattern Any { get; } = new("*");

    /// <summary>The operations that faults can speak of: all of the data plane and of Resource Manager. Those of the emulator itself have no name.</summary>
    public static IReadOnlyList<Operation> Named { get; } = [.. Composition.Operations.Where(operation => operation.Name is not null)];

    public bool Matches(Operation operation) => operation.Name is { } name && (Fits(name) || Fits(Spelled(operation)));

    /// <summary>Refuses a pattern that fits no operation, with the name that is nearest.</summary>
    public static void Check(JsonElement value, string path)
    {
        var text = value.GetString()!;
        if (!Named.Any(new OperationPattern(text).Matches))
        {
            Func<Operation, string> spelling = text.Contains(' ', StringComparison.Ordinal) ? Spelled : operation => operation.Name!;
            var nearest = NearestName.Of(text.Replace("*", "", StringComparison.Ordinal), Named.Select(spelling));
            throw Errors.InvalidPropertyValue.Property(path, Checks.Shown(value), $"No operation has this name; the nearest is '{nearest}', and GET /_emulator/operations lists all.");
        }
    }

    private static string Spelled(Operation operation) => $"{operation.Method} {operation.Route}";

    private bool Fits(string name) => FileSystemName.MatchesSimpleExpression(Text, name, ignoreCase: true);
}
