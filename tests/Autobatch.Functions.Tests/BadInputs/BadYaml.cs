using System.Text;
using Autobatch.Errors;

namespace Autobatch.Functions.Tests.BadInputs;

/// <summary>YAML that a manifest cannot be, dropped as blobs.</summary>
internal static class BadYaml
{
    private const string Head = "schemaVersion: '1.0'\nid: x\n";

    public static IReadOnlyList<BadInput> Rows { get; } =
    [
        Yaml("is empty", ""), Yaml("is a comment", "# nothing\n"), Yaml("is two documents", "---\nid: x\n---\nid: y\n"), Yaml("has a tab for indentation", "tasks:\n\t- id: t\n"),
        Yaml("has a quote without end", Head + "tasks: \"abc\n"), Yaml("has a bracket without end", Head + "tasks: [a, b\n"), Yaml("has an alias of nothing", Head + "tasks: *nobody\n") with { Line = 3 },
        Yaml("has an alias of itself", Head + "tasks: &a [*a]\n"), Yaml("has a tag of a language", Head + "tasks: !!python/object/apply:os.system ['id']\n") with { Line = 3 }, Yaml("has a tag of its own", Head + "tasks: !shell id\n"),
        Yaml("has binary", Head + "tasks: !!binary aGVsbG8=\n"), Yaml("has a list as a name", "? [a, b]\n: c\n"), Yaml("has a map as a name", "{a: b}: c\n"), Yaml("has a NUL", "id: \"a\0b\"\n"),
        Yaml("is 100,000 brackets deep", new string('[', 100_000)), Yaml("is 10,000 dashes deep", string.Concat(Enumerable.Repeat("- ", 10_000)) + "a"), Yaml("is of another version", "%YAML 3.0\n---\nid: x\n"), Yaml("has a number that is none", Head + "priority: .nan\n"),
        Yaml("has an infinite number", Head + "priority: -.inf\n"),
        new("YAML is UTF-16", ErrorCodes.BadYaml, d => d.DropAsync("Jobs", "utf16.job.yaml", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Head)])),
        new("YAML is no UTF-8", ErrorCodes.BadYaml, d => d.DropAsync("Jobs", "latin.job.yml", [.. "id: "u8, 0xE4, 0xF6, (byte)'\n'])),
        new("YAML has a name twice", ErrorCodes.DuplicateProperty, d => d.DropAsync("Jobs", "twice.job.yaml", "id: x\nid: y\n")) { Line = 2 },
        new("YAML is a bomb of aliases", ErrorCodes.ManifestTooLarge, d => d.DropAsync("Jobs", "bomb.job.yaml", Bomb())),
        new("YAML is a list", ErrorCodes.WrongType, d => d.DropAsync("Jobs", "list.job.yaml", "- a\n- b\n")),
        new("YAML is a text", ErrorCodes.WrongType, d => d.DropAsync("Jobs", "text.job.yaml", "just a text\n")),
        new("YAML has yes for a number", ErrorCodes.WrongType, d => d.DropAsync("Jobs", "yes.job.yaml", Head + "priority: yes\ntasks: [{id: t, commandLine: 'true'}]\n")) { Pointer = "/priority", Line = 3 },
        new("YAML has a number for a command", ErrorCodes.WrongType, d => d.DropAsync("Jobs", "true.job.yaml", Head + "tasks:\n- id: t\n  commandLine: true\n")) { Pointer = "/tasks/0/commandLine", Line = 5 },
    ];

    private static BadInput Yaml(string what, string text) => new($"YAML {what}", ErrorCodes.BadYaml, d => d.DropAsync("Jobs", $"{what.Replace(' ', '-')}.job.yaml", text));

    // Nine lists of nine aliases each: three hundred million texts when written out.
    private static string Bomb()
    {
        StringBuilder yaml = new("a0: &a0 [lol]\n");
        for (int i = 1; i < 10; i++)
        {
            yaml.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        }

        return yaml.ToString();
    }
}
