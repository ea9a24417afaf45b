using System.IO.Compression;
using System.Text;
using Autobatch.Functions.Api.Outputs;
using Azure;

namespace Autobatch.Functions.Tests.Api.Outputs;

public sealed class ZipStreamTests
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Zip_goes_forward_only_and_never_writes_without_waiting()
    {
        ForwardOnly target = new();
        await ZipStream.WriteAsync(target, Sources(("a.txt", "one"), ("empty", ""), ("../b.txt", new string('x', 300_000))), s_cancel);

        using ZipArchive zip = new(new MemoryStream(target.ToArray()));
        Assert.Equal([("a.txt", 3), ("empty", 0), ("b.txt", 300_000)], zip.Entries.Select(e => (e.FullName, e.Length)));
    }

    [Fact]
    public async Task More_entries_than_a_plain_zip_counts_make_a_zip64()
    {
        const int entries = ushort.MaxValue + 10;
        ForwardOnly target = new();
        await ZipStream.WriteAsync(target, Sources([.. Enumerable.Range(0, entries).Select(i => ($"f{i}", ""))]), s_cancel);

        using ZipArchive zip = new(new MemoryStream(target.ToArray()));
        Assert.Equal(entries, zip.Entries.Count);
        Assert.True(target.ToArray().AsSpan().IndexOf("PK\x06\x06"u8) > 0, "there is no Zip64 end record");
    }

    [Fact]
    public async Task Zip_that_breaks_off_has_no_end()
    {
        ForwardOnly target = new();
        ZipSource broken = new("b", null, _ => throw new IOException("the disk is gone"));
        await Assert.ThrowsAsync<IOException>(() => ZipStream.WriteAsync(target, Sources(("a", "one")).Append(broken), s_cancel));

        Assert.Throws<InvalidDataException>(() => new ZipArchive(new MemoryStream(target.ToArray())));
    }

    [Fact]
    public async Task Output_that_was_deleted_meanwhile_is_left_out()
    {
        ForwardOnly target = new();
        ZipSource gone = new("gone", null, _ => throw new RequestFailedException(404, "gone"));
        await ZipStream.WriteAsync(target, Sources(("a", "one")).Append(gone), s_cancel);

        using ZipArchive zip = new(new MemoryStream(target.ToArray()));
        Assert.Equal("a", Assert.Single(zip.Entries).FullName);
    }

    private static IAsyncEnumerable<ZipSource> Sources(params (string Name, string Text)[] files) => files
        .Select(f => new ZipSource(f.Name, new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero), _ => Task.FromResult<Stream>(new MemoryStream(Encoding.UTF8.GetBytes(f.Text)))))
        .ToAsyncEnumerable();

    /// <summary>Behaves like a web server's answer: no seeking, no synchronous writes.</summary>
    private sealed class ForwardOnly : MemoryStream
    {
        public override bool CanSeek => false;

        public override bool CanRead => false;

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer) => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("Synchronous operations are disallowed.");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            base.Write(buffer.ToArray(), 0, buffer.Length);
            return ValueTask.CompletedTask;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }
}
