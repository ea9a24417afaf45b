using System.Globalization;

namespace Autobatch.Testing.Contract;

/// <summary>
/// The facts of the service's description (2025-06-01) that an exchange can break, kept as text in <c>dataplane.txt</c> and <c>arm.txt</c> beside this file:
/// <c>METHOD route statuses request response</c>, <c>Model: name type, …</c> (after the type: <c>[]</c> array, <c>!</c> required, <c>~</c> read-only) and <c>Enum = value value …</c>.
/// </summary>
internal static class ServiceTable
{
    public static ServicePlane DataPlane { get; } = Parse(Read("dataplane.txt"));

    /// <summary>What only older versions of the data plane have.</summary>
    public static ServicePlane Older { get; } = Parse(Read("older.txt"));

    public static ServicePlane ResourceManager { get; } = Parse(Read("arm.txt"));

    public static string Read(string name)
    {
        using Stream stream = typeof(ServiceTable).Assembly.GetManifestResourceStream($"contract.{name}") ?? throw new InvalidOperationException($"No resource contract.{name}.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    public static ServicePlane Parse(string text)
    {
        ServicePlane plane = new();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#'))
        {
            if (line.Split(" = ") is [string name, string values])
            {
                plane.Enums[name] = values.Split(' ').ToHashSet(StringComparer.OrdinalIgnoreCase);
            }
            else if (line.Split(": ") is [string model, string properties])
            {
                plane.Models[model] = properties.Split(", ").Select(ParseProperty).ToDictionary(property => property.Name, StringComparer.Ordinal);
            }
            else
            {
                plane.Operations.Add(ParseOperation(line.Split(' ')));
            }
        }
        return plane;
    }

    private static ServiceOperation ParseOperation(string[] columns) => new(
        columns[0],
        columns[1].Trim('/').Split('/'),
        [.. columns[2].Split(',').Select(status => int.Parse(status, CultureInfo.InvariantCulture))],
        columns[3] == "-" ? null : columns[3],
        columns[4]);

    private static ServiceProperty ParseProperty(string text)
    {
        string[] words = text.Split(' ');
        string type = words[1].TrimEnd('!', '~');
        string marks = words[1][type.Length..];
        bool array = type.EndsWith("[]", StringComparison.Ordinal);
        return new(words[0], array ? type[..^2] : type, array, marks.Contains('!', StringComparison.Ordinal), marks.Contains('~', StringComparison.Ordinal));
    }
}
