using System.Text;
using Autobatch.Errors;

namespace Autobatch.Functions.Tests.BadInputs;

/// <summary>Bytes that are no JSON, or JSON that nobody may read in one way only; as bodies and as blobs.</summary>
internal static class BadTexts
{
    private const string Good = """{"schemaVersion":"1.0","id":"x","tasks":[{"id":"t","commandLine":"true"}]}""";

    public static IReadOnlyList<BadInput> Rows { get; } =
    [
        Body("body is empty", ""), Body("body is blank", " \n\t "), Body("body is cut off", Good[..40]), Body("body is two documents", Good + Good),
        Body("body has text after its end", Good + " x"), Body("body has a comment", "{\n// why\n\"id\":\"x\"}") with { Line = 2 }, Body("body has a trailing comma", "{\"id\":\"x\",\n}") with { Line = 2 },
        Body("body has single quotes", "{'id':'x'}"), Body("body has names without quotes", "{id:\"x\"}"), Body("body has NaN", "{\"priority\":NaN}"), Body("body has Infinity", "{\"priority\":-Infinity}"),
        Body("body has a number with a leading zero", "{\"priority\":007}"), Body("body has a plus sign", "{\"priority\":+1}"), Body("body has a hexadecimal number", "{\"priority\":0x1F}"),
        Body("body has a bare line feed in a string", "{\"id\":\"a\nb\"}"), Body("body has an unknown escape", "{\"id\":\"\\x41\"}"), Body("body has a NUL between tokens", "{\0\"id\":\"x\"}"), Body("body is a form", "id=x&tasks=t"),
        Body("body is HTML", "<html><script>alert(1)</script></html>"), Body("body has half a surrogate pair", "{\n\"id\":\"\\ud800\"}") with { Line = 2 }, Body("body has half a surrogate pair in a name", "{\"\\udc00\":1}"),
        Body("body is 65 objects deep", Nested("{\"a\":", 65, "}")), Body("body is 100,000 arrays deep", new string('[', 100_000)), Body("body is 100,000 objects deep", string.Concat(Enumerable.Repeat("{\"a\":", 100_000))),
        Bytes("body is UTF-16 with a mark", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Good)]), Bytes("body is UTF-16 without a mark", Encoding.Unicode.GetBytes(Good)),
        Bytes("body is UTF-16 with the bytes the other way", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Good)]), Bytes("body is UTF-32", Encoding.UTF32.GetBytes(Good)),
        Bytes("body is Latin-1", Encoding.Latin1.GetBytes(Good.Replace("\"x\"", "\"\u00e4\"", StringComparison.Ordinal))), Bytes("body has an overlong slash", [.. "{\"id\":\""u8, 0xC0, 0xAF, .. "\"}"u8]),
        Bytes("body has a surrogate in UTF-8", [.. "{\"id\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8]), Bytes("body has two byte order marks", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Good)]),
        Bytes("body is a zip", Support.Zips.Of(("a", "b")).ToArray()), Bytes("body is a gzip", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0]),
        new("body has a property twice", ErrorCodes.DuplicateProperty, d => d.PostAsync("{\"id\":\"x\",\n\"id\":\"y\"}")) { Line = 2 },
        new("body has a property twice, once escaped", ErrorCodes.DuplicateProperty, d => d.PostAsync("{\"id\":\"x\",\"\\u0069d\":\"y\"}")),
        new("body has a property twice deep inside", ErrorCodes.DuplicateProperty, d => d.PostAsync(Good.Replace("\"t\"", "\"t\",\"id\":\"t\"", StringComparison.Ordinal))),
        new("body has a million blanks too many", ErrorCodes.BodyTooLarge, d => d.PostAsync(Good + new string(' ', 1024 * 1024))),

        Blob("blob is empty", ""), Blob("blob is cut off", Good[..40]), Blob("blob has text after its end", Good + " x"), Blob("blob is 100,000 arrays deep", new string('[', 100_000)),
        new("blob is UTF-16", ErrorCodes.BadJson, d => d.DropAsync("Jobs", "utf16.job.json", Encoding.Unicode.GetBytes(Good))) { Line = 1 },
        new("blob is larger than a manifest may be", ErrorCodes.ManifestTooLarge, d => d.DropAsync("Jobs", "large.job.json", new byte[2 * 1024 * 1024])),
        .. new[]
        {
            ("has no name before its ending", ".job.json"), ("is in folders", "a/b/c.job.json"), ("is in capitals", "X.JOB.JSON"), ("has blanks", " a b .job.json"), ("has a percent sign", "100%25%2e%2e.job.json"),
            ("has a question mark and a hash", "a?b#c&d=e.job.json"), ("runs from right to left", "a\u202Enosj.job.json"), ("has combining marks", "u\u0308\u0301.job.json"), ("is an emoji", "\U0001F4A5.job.json"),
            ("has quotes", "a'b\"c.job.json"), ("is a formula", "=1+cmd|'x'!A0.job.json"), ("is 900 characters long", new string('n', 890) + ".job.json"), ("has a shell's signs", "$(id);`id`.job.json"),
            ("is HTML", "<img src=x onerror=1>.job.json"), ("has a dollar sign", "$root$.job.json"), ("has many slashes", "a//b///c.job.json"), ("has a full-width slash", "a\uFF0Fb.job.json"), ("has a zero-width space", "a\u200Bb.job.json"),
        }.Select(n => new BadInput($"blob's name {n.Item1}", ErrorCodes.BadJson, d => d.DropAsync("Jobs", n.Item2, "{")) { Line = 1 }),
    ];

    private static BadInput Body(string name, string text) => new(name, ErrorCodes.BadJson, d => d.PostAsync(text));

    private static BadInput Bytes(string name, byte[] bytes) => new(name, ErrorCodes.BadJson, d => d.PostAsync(bytes));

    private static BadInput Blob(string name, string text) => new(name, ErrorCodes.BadJson, d => d.DropAsync("Jobs", $"{name.Replace(' ', '-')}.job.json", text));

    private static string Nested(string open, int times, string close) => string.Concat(Enumerable.Repeat(open, times)) + "1" + string.Concat(Enumerable.Repeat(close, times));
}
