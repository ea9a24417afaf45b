using Azure;

namespace Autobatch.Batch.Tests;

public sealed class TaskFileTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_streams_with_its_properties()
    {
        StubService service = new StubService().Answer(
            200,
            "hello",
            ("Last-Modified", "Fri, 02 Jan 2026 03:04:05 GMT"),
            ("ocp-creation-time", "Fri, 02 Jan 2026 03:04:00 GMT"),
            ("ocp-batch-file-isdirectory", "False"),
            ("Content-Type", "text/plain"));

        using TaskFileDownload file = await service.Client().GetTaskFileAsync("j", "t", "wd/a b.txt", new HttpRange(2, 5), Cancellation);

        using var reader = new StreamReader(file.Content);
        Assert.Equal("hello", await reader.ReadToEndAsync(Cancellation));
        Assert.Equal("/jobs/j/tasks/t/files/wd%2Fa%20b.txt", service.Requests[0].Uri.AbsolutePath);
        Assert.Equal("bytes=2-6", service.Requests[0].Headers["ocp-range"]);
        Assert.Equal(
            new TaskFileProperties(5, new(2026, 1, 2, 3, 4, 5, default), new(2026, 1, 2, 3, 4, 0, default), "text/plain", null, false),
            file.Properties);
    }

    [Fact]
    public async Task File_of_a_waiting_task_is_a_named_error()
    {
        StubService service = new StubService().Answer(409, ErrorJson.Of("OperationInvalidForCurrentState", "The files of the specified task cannot be accessed."));

        BatchException waiting = await Assert.ThrowsAsync<BatchException>(() => service.Client().GetTaskFileAsync("j", "t", "stdout.txt", null, Cancellation));

        Assert.Equal(BatchErrorCodes.OperationInvalidForCurrentState, waiting.Code);
        Assert.Equal("The files of the specified task cannot be accessed.", waiting.Sentence);
    }

    [Fact]
    public async Task Lists_read_sizes_that_are_strings()
    {
        StubService service = new StubService().Answer(200, """
            {"value":[{"name":"stdout.txt","isDirectory":false,"properties":{"contentLength":"1813","lastModified":"2026-01-02T03:04:05Z"}},{"name":"wd","isDirectory":true}]}
            """);

        List<TaskFileEntry> files = await service.Client().ListTaskFilesAsync("j", "t", recursive: true, cancellationToken: Cancellation).ToListAsync(Cancellation);

        Assert.EndsWith("recursive=true", service.Requests[0].Uri.Query, StringComparison.Ordinal);
        Assert.Equal(1813, files[0].Properties!.ContentLength);
        Assert.True(files[1].IsDirectory);
    }
}
