using System.Text;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Tests.Support;
using CsCheck;

namespace Autobatch.Tests.Manifests;

public sealed class ManifestReaderTests
{
    private const string Task = """{"id":"a","commandLine":"x"}""";

    [Fact]
    public void Nearest_legal_name_is_suggested_at_the_line_and_column()
    {
        ManifestError error = Single("""
            {
              "schemaVersion": "1.0",
              "id": "m",
              "tasks": [
                { "id": "a",	"comandLine": "x", "commandLine": "ü" }
              ]
            }
            """);
        Assert.Equal((ErrorCodes.UnknownProperty, "/tasks/0/comandLine", 5, 18, "commandLine"), (error.Code, error.Pointer, error.Line, error.Column, error.Suggestion));
    }

    [Theory]
    [InlineData("""{"schemaVersion":"1.0","id":"m","onAllTasksComplete":"terminatjob","tasks":[{"id":"a","commandLine":"x"}]}""", "terminatejob")]
    [InlineData("""{"schemaVersion":"1.0","id":"m","parameters":{"crf":{"type":"string"}},"displayName":"{parameters.cfr}","tasks":[{"id":"a","commandLine":"x"}]}""", "parameters.crf")]
    [InlineData("""{"schemaVersion":"1.0","id":"m","tasks":[{"id":"a","commandLine":"{trigger.nmae}"}]}""", "trigger.name")]
    [InlineData("""{"schemaVersion":"1.0","id":"m","tasks":[{"id":"first","commandLine":"x"},{"id":"b","commandLine":"x","dependsOn":{"taskIds":["frist"]}}]}""", "first")]
    [InlineData("""{"schemaVersion":"1.0","id":"m","zzzzzzz":1,"tasks":[{"id":"a","commandLine":"x"}]}""", null)]
    public void Suggestion_is_what_was_probably_meant(string text, string? expected) => Assert.Equal(expected, Single(text).Suggestion);

    [Fact]
    public void Column_counts_as_editors_do_behind_wide_characters()
    {
        ManifestError error = Single($$"""{"schemaVersion":"1.0","id":"m","displayName":"ü𝒳日","priority":true,"tasks":[{{Task}}]}""");
        Assert.Equal((1, 65), (error.Line, error.Column));
    }

    [Fact]
    public void All_errors_come_at_once_in_the_order_of_the_text()
    {
        ManifestReadResult result = Read($$"""
            {"schemaVersion":"1.0",
             "id":"m!",
             "priority":5000,
             "poolInfo":{},
             "tasks":[{{Task}},{"id":"b"}]}
            """);
        Assert.Equal([2, 3, 4, 5], result.Errors.Select(e => e.Line));
    }

    [Fact]
    public void Errors_are_bounded_and_quickly_found_however_many_there_are()
    {
        string many = string.Join(',', Enumerable.Range(0, 60_000).Select(i => $"\"x{i}\":1"));
        Assert.Equal(ManifestReadOptions.Default.MaxErrors, Read($$"""{"schemaVersion":"1.0","id":"m",{{many}}}""").Errors.Count);
    }

    [Fact]
    public void Text_beyond_the_limit_is_refused_unread() =>
        Assert.Equal(ErrorCodes.ManifestTooLarge, Assert.Single(ManifestReader.Read(new byte[ManifestReadOptions.Default.MaxBytes + 1]).Errors).Code);

    [Fact]
    public void Nesting_beyond_the_limit_is_refused() =>
        Assert.Equal(ErrorCodes.BadJson, Single(new string('[', 100_000)).Code);

    [Fact]
    public void Bytes_that_are_no_text_are_refused_where_they_begin()
    {
        ManifestError error = Assert.Single(ManifestReader.Read((byte[])[.. "{\n  \""u8, 0xC3, 0x28, .. "\": 1}"u8]).Errors);
        Assert.Equal((ErrorCodes.BadJson, 2, 4), (error.Code, error.Line, error.Column));
    }

    [Fact]
    public void Mutated_bytes_never_make_it_throw()
    {
        byte[][] texts = [.. Corpus.Good.Select(g => Corpus.Read(g.Data))];
        Gen.Select(Gen.Int[0, texts.Length - 1], Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Int[0, 3]).Array[1, 4].Sample(
            changes =>
            {
                List<byte> text = [.. texts[changes[0].Item1]];
                foreach ((_, int place, byte value, int kind) in changes)
                {
                    if (text.Count == 0)
                    {
                        text.Add(value);
                        continue;
                    }

                    int at = place % text.Count;
                    if (kind == 0)
                    {
                        text[at] = value;
                    }
                    else if (kind == 1)
                    {
                        text.Insert(at, "{}[]\",:\\0"u8[value % 9]);
                    }
                    else if (kind == 2)
                    {
                        text.RemoveAt(at);
                    }
                    else
                    {
                        text.RemoveRange(at, Math.Min(value, text.Count - at));
                        text.Add((byte)'}');
                    }
                }

                ManifestReadResult result = ManifestReader.Read(text.ToArray());
                return result.IsValid == (result.Errors.Count == 0) && result.Errors.All(e => ErrorCatalogue.Knows(e.Code) && e.Line > 0 && e.Column > 0);
            },
            iter: 3_000);
    }

    [Fact]
    public void Place_of_an_error_is_right_wherever_the_white_space_is() =>
        Generators.OneOf(" ", "\n", "\r\n", "\t", "\n\n   ").Array[13].Sample(
            w =>
            {
                string head = $"{w[0]}{{{w[1]}\"schemaVersion\"{w[2]}:{w[3]}\"1.0\"{w[4]},{w[5]}\"id\"{w[6]}:{w[7]}\"m\"{w[8]},{w[9]}\"tasks\"{w[10]}:{w[11]}[{Task},{w[12]}";
                ManifestError error = Single(head + "null]}");
                string[] lines = head.Split('\n');
                return (error.Pointer, error.Line, error.Column) == ("/tasks/1", lines.Length, lines[^1].Length + 1);
            },
            iter: 300);

    private static ManifestReadResult Read(string text) => ManifestReader.Read(Encoding.UTF8.GetBytes(text));

    private static ManifestError Single(string text) => Assert.Single(Read(text).Errors);
}
