namespace Autobatch.Azurite.Tests.AccessLog;

public sealed class AccessLogLineTests
{
    [Theory]
    [InlineData("PUT /devstoreaccount1/inputs/a.txt", 201, "a.txt")]
    [InlineData("PUT /devstoreaccount1/inputs/a.txt?timeout=30", 201, "a.txt")]
    [InlineData("PUT /devstoreaccount1/inputs/a.txt?comp=blocklist&timeout=30", 201, "a.txt")]
    [InlineData("PUT /devstoreaccount1/inputs/copied", 202, "copied")]
    [InlineData("PUT /devstoreaccount1/inputs/folder/sub%20folder/%C3%BC%3F%25%22.txt", 201, "folder/sub folder/ü?%\".txt")]
    [InlineData("PUT /devstoreaccount1/inputs/folder%2Ffile+1.txt", 201, "folder/file+1.txt")]
    [InlineData("PUT /devstoreaccount1/inputs/a?sv=2025-01-01&sig=abc%3D&sp=w", 201, "a")]
    public void Put_and_commit_are_writes(string request, int status, string name) =>
        Assert.Equal(new BlobWritten("devstoreaccount1", "inputs", name), AccessLogLine.Parse(Line(request, status)));

    [Theory]
    [InlineData("PUT /devstoreaccount1/inputs/a.txt?comp=block&blockid=MQ%3D%3D", 201)]
    [InlineData("PUT /devstoreaccount1/inputs/a.txt?comp=lease", 201)]
    [InlineData("PUT /devstoreaccount1/inputs/a.txt?comp=snapshot", 201)]
    [InlineData("PUT /devstoreaccount1/inputs/a.txt?comp=metadata", 200)]
    [InlineData("PUT /devstoreaccount1/inputs/a.txt?comp=tags", 204)]
    [InlineData("PUT /devstoreaccount1/inputs/a.txt", 409)]
    [InlineData("PUT /devstoreaccount1/inputs?restype=container", 201)]
    [InlineData("PUT /devstoreaccount1/inputs/?restype=container", 201)]
    [InlineData("PUT /devstoreaccount1/queue/messages/1?comp=blocklis", 201)]
    [InlineData("GET /devstoreaccount1/inputs/a.txt", 200)]
    [InlineData("DELETE /devstoreaccount1/inputs/a.txt", 202)]
    [InlineData("HEAD /devstoreaccount1/inputs/a.txt", 200)]
    public void Everything_else_is_none(string request, int status) => Assert.Null(AccessLogLine.Parse(Line(request, status)));

    [Theory]
    [InlineData("")]
    [InlineData("Azurite Blob service is successfully listening at http://127.0.0.1:10000")]
    [InlineData("127.0.0.1 - - [23/Nov/2026:23:12:00 +0000] \"PUT /devstoreaccount1/inputs/a")]
    public void Other_lines_are_none(string line) => Assert.Null(AccessLogLine.Parse(line));

    private static string Line(string request, int status) =>
        $"127.0.0.1 - - [23/Nov/2026:23:12:00 +0000] \"{request} HTTP/1.1\" {status} -";
}
