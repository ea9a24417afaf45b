using System.Text;
using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Tests.Support;
using CsCheck;
using YamlDotNet.RepresentationModel;

namespace Autobatch.Tests.Manifests.Yaml;

public sealed class YamlManifestTests
{
    public static IEnumerable<TheoryDataRow<string>> Good => Corpus.Good;

    public static IEnumerable<TheoryDataRow<string>> Bad => [.. Corpus.Bad, .. Corpus.BadBeyondSchema];

    [Fact]
    public void A_manifest_is_read_with_comments_blocks_and_anchors()
    {
        JobManifest manifest = Good1("""
            # A poster.
            schemaVersion: "1.0"
            id: poster
            priority: 0x0A
            tasks:
              - &base
                id: a
                commandLine: |-
                  /bin/sh -c 'echo one
                  echo two'
                environmentSettings: &env
                  - { name: COUNTRY, value: no }
                  - { name: YEAR, value: "2026" }
              - id: b
                commandLine: >-
                  /bin/echo
                  folded {task.id}
                environmentSettings: *env
            """);
        JsonElement tasks = manifest.Root.GetProperty("tasks");
        Assert.Equal(10, manifest.Root.GetProperty("priority").GetInt32());
        Assert.Equal("/bin/sh -c 'echo one\necho two'", tasks[0].GetProperty("commandLine").GetString());
        Assert.Equal("/bin/echo folded {task.id}", tasks[1].GetProperty("commandLine").GetString());
        Assert.Equal("no", tasks[1].GetProperty("environmentSettings")[0].GetProperty("value").GetString());
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void Every_good_manifest_is_good_as_yaml_too_and_says_the_same(string name)
    {
        ManifestReadResult json = ManifestReader.Read(Corpus.Read(name));
        string yaml = ToYaml(json.Manifest!.Root);
        ManifestReadResult result = Read(yaml);
        Assert.Empty(result.Errors);
        Assert.True(JsonElement.DeepEquals(json.Manifest.Root, result.Manifest!.Root), yaml);
        Assert.True(JsonElement.DeepEquals(json.Manifest.Root, JsonElement.Parse(result.Manifest.Utf8.Span)));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Every_bad_manifest_is_bad_as_yaml_too_with_the_same_codes_at_places_of_the_yaml(string name)
    {
        JsonElement root;
        try
        {
            root = JsonElement.Parse(Corpus.Read(name), new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return;
        }

        ManifestReadResult json = ManifestReader.Read(Corpus.Read(name));
        if (json.Errors.Any(e => e.Code == ErrorCodes.BadJson))
        {
            return;
        }

        string yaml = ToYaml(root);
        ManifestReadResult result = Read(yaml);
        Assert.Equal(json.Errors.Select(e => (e.Code, e.Pointer)).Order(), result.Errors.Select(e => (e.Code, e.Pointer)).Order());
        Assert.All(result.Errors, e => Assert.InRange(e.Line, 1, yaml.Split('\n').Length));
    }

    [Theory]
    [InlineData("schemaVersion: '1.0'\nid: m\ntasks:\n  - id: a\n    comandLine: x\n    commandLine: y\n", "UnknownProperty", "/tasks/0/comandLine", 5, 5)]
    [InlineData("schemaVersion: '1.0'\nid: m\ntasks:\n  - { id: a, commandLine: '' }\n", "InvalidValue", "/tasks/0/commandLine", 4, 27)]
    [InlineData("schemaVersion: '1.0'\nid: m\nid: n\ntasks:\n  - { id: a, commandLine: x }\n", "DuplicateProperty", "", 3, 1)]
    [InlineData("schemaVersion: 1.0\nid: m\ntasks:\n  - { id: a, commandLine: x }\n", "InvalidValue", "/schemaVersion", 1, 16)]
    [InlineData("schemaVersion: '1.0'\nid: m\ntasks: [ ]\n", "InvalidValue", "/tasks", 3, 8)]
    [InlineData("schemaVersion: '1.0'\nid: m\ntasks:\n  - id: a\n   commandLine: x\n", "BadYaml", "", 5, 4)]
    [InlineData("id: &x [ *x ]\n", "BadYaml", "", 1, 10)]
    [InlineData("id: *none\n", "BadYaml", "", 1, 5)]
    [InlineData("? [a, b]\n: c\n", "BadYaml", "", 1, 3)]
    [InlineData("id: !secret x\n", "BadYaml", "", 1, 5)]
    [InlineData("id: .inf\n", "BadYaml", "", 1, 5)]
    [InlineData("id: \"\\uD800\"\n", "BadYaml", "", 1, 5)]
    [InlineData("--- \nid: a\n--- \nid: b\n", "BadYaml", "", 3, 1)]
    [InlineData("", "BadYaml", "", 1, 1)]
    public void Errors_have_their_place_in_the_yaml(string yaml, string code, string at, int line, int column)
    {
        ManifestError error = Read(yaml).Errors[0];
        Assert.Equal((code, at, line, column), (error.Code, error.Pointer, error.Line, error.Column));
    }

    [Fact]
    public void Aliases_cannot_be_made_to_explode()
    {
        StringBuilder bomb = new("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++)
        {
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        Assert.Equal(ErrorCodes.ManifestTooLarge, Assert.Single(Read(bomb.ToString()).Errors).Code);
    }

    [Fact]
    public void Nesting_is_bounded()
    {
        Assert.Equal(ErrorCodes.BadYaml, Assert.Single(Read(new string('[', 100_000)).Errors).Code);
        Assert.Equal(ErrorCodes.BadYaml, Assert.Single(Read(string.Concat(Enumerable.Range(0, 300).Select(i => new string(' ', i) + "a:\n"))).Errors).Code);
    }

    [Fact]
    public void No_text_makes_the_reader_throw()
    {
        string[] pieces = ["a", ": ", "- ", "\n", "  ", "[", "]", "{", "}", "&x ", "*x ", "!t ", "? ", "|", ">", "'", "\"", "#", "---\n", "%YAML 1.2\n", "\t", "\\u", "é", "😀", "\u0000", "<<: ", "~", ","];
        Gen.Int[0, pieces.Length - 1].List[0, 60].Sample(
            picks => Read(string.Concat(picks.Select(p => pieces[p]))).Errors.Count > 0, iter: 20_000);
        Gen.Byte.Array[0, 200].Sample(bytes => ManifestReader.Read(bytes, ManifestFormat.Yaml).Errors.Count > 0, iter: 5_000);
    }

    private static ManifestReadResult Read(string yaml) => ManifestReader.Read(Encoding.UTF8.GetBytes(yaml), ManifestFormat.Yaml);

    private static JobManifest Good1(string yaml)
    {
        ManifestReadResult result = Read(yaml);
        Assert.Empty(result.Errors);
        return result.Manifest!;
    }

    // Strings double-quoted, everything else plain: another writer than ours, so that the two cannot err together.
    private static string ToYaml(JsonElement root)
    {
        StringWriter writer = new();
        new YamlStream(new YamlDocument(Node(root))).Save(writer, assignAnchors: false);
        return writer.ToString();
    }

    private static YamlNode Node(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new YamlMappingNode(value.EnumerateObject().Select(p => KeyValuePair.Create<YamlNode, YamlNode>(Text(p.Name), Node(p.Value)))),
        JsonValueKind.Array => new YamlSequenceNode(value.EnumerateArray().Select(Node)),
        JsonValueKind.String => Text(value.GetString()!),
        _ => new YamlScalarNode(value.GetRawText()) { Style = YamlDotNet.Core.ScalarStyle.Plain },
    };

    private static YamlScalarNode Text(string text) => new YamlScalarNode(text) { Style = YamlDotNet.Core.ScalarStyle.DoubleQuoted };
}
