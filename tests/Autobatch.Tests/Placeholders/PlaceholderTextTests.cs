using Autobatch.Placeholders;
using Autobatch.Tests.Support;
using CsCheck;

namespace Autobatch.Tests.Placeholders;

public sealed class PlaceholderTextTests
{
    private static readonly Gen<string> s_text = Gen.OneOf(
        Gen.String[Gen.Char["{}ab.$ \"1"], 0, 40],
        Generators.OneOf("{", "}", "{{", "}}", "{run.id}", "{fileName}", "${x}", "{0}", "x").Array[0, 12].Select(p => string.Concat(p)));

    [Theory]
    [InlineData("a{run.id}b", "aVb")]
    [InlineData("{fileName}{0}{parameters.x_1}", "VVV")]
    [InlineData("${HOME} awk '{print $1}' {} { } {unknown} {RUN.ID}", "${HOME} awk '{print $1}' {} { } {unknown} {RUN.ID}")]
    [InlineData("{{run.id}}", "{run.id}")]
    [InlineData("{{{run.id}}}", "{V}")]
    [InlineData("{{", "{")]
    [InlineData("}}", "}")]
    [InlineData("{\"a\":{\"b\":{}}}", "{\"a\":{\"b\":{}}}")]
    [InlineData("{if(x){print {{fileName}}}}", "{if(x){print {fileName}}}")]
    [InlineData("{\"id\":\"{run.id}\"}", "{\"id\":\"V\"}")]
    [InlineData("${run.id}", "$V")]
    [InlineData("{ run.id }", "{ run.id }")]
    public void Placeholders_expand_and_other_braces_stay(string text, string expected) => Assert.Equal(expected, PlaceholderText.Expand(text, _ => "V"));

    [Theory]
    [InlineData("{run.name}")]
    [InlineData("{trigger.x}")]
    [InlineData("{task.ID}")]
    [InlineData("{job.}")]
    [InlineData("{parameters.}")]
    public void Unknown_names_behind_our_prefixes_are_told_apart(string text)
    {
        TextPart part = Assert.Single(PlaceholderText.Parse(text));
        Assert.True(part.IsPlaceholder);
        Assert.False(part.IsKnown);
    }

    [Fact]
    public void Escaping_gives_back_every_text() =>
        s_text.Sample(t => PlaceholderText.Expand(PlaceholderText.Escape(t), _ => "WRONG") == t);

    [Fact]
    public void Escaped_text_beside_a_placeholder_stays_apart_from_it() =>
        s_text.Sample(t => PlaceholderText.Expand($"{PlaceholderText.Escape(t)}|{{run.id}}|{PlaceholderText.Escape(t)}", _ => "V") == $"{t}|V|{t}");

    [Fact]
    public void Text_without_doubled_braces_changes_only_where_placeholders_are() =>
        s_text.Where(t => !t.Contains("{{", StringComparison.Ordinal) && !t.Contains("}}", StringComparison.Ordinal))
            .Sample(t => PlaceholderText.Expand(t, n => $"{{{n}}}") == t);
}
