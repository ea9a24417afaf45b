using Autobatch.Emulator.Hosting;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.Tests.Contract;

public sealed class DocumentationTests
{
    /// <summary>The rows that docs/emulator.md must have; print them from here when an operation is added.</summary>
    private static IEnumerable<string> Rows(Plane plane) => Composition.Operations.Where(operation => operation.Plane == plane)
        .Select(operation => $"{(operation.Name is { } name ? $"| `{name}` " : "")}| {operation.Method} | `{operation.Route}` | {operation.Success} | {operation.Support.ToString().ToLowerInvariant()} |");

    [Theory]
    [InlineData("Data plane", Plane.Data)]
    [InlineData("Resource Manager", Plane.ResourceManager)]
    [InlineData("Control", Plane.Control)]
    [InlineData("Tokens", Plane.Token)]
    internal void The_table_of_operations_in_the_documentation_is_the_one_in_the_code(string heading, Plane plane)
    {
        var section = Resources.Read("emulator.md").Split("\n## ").Single(part => part.StartsWith(heading + "\n", StringComparison.Ordinal));
        var rows = section.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains('`', StringComparison.Ordinal)).Select(line => line.TrimEnd());

        Assert.Equal(Rows(plane), rows);
    }
}
