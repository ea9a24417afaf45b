using System.Text;
using Autobatch.Functions.Events;
using CsCheck;

namespace Autobatch.Functions.Tests.Events;

public sealed class EventMessageTests
{
    private const string Subject = "/blobServices/default/containers/jobs/blobs/a/b.job.json";

    [Theory]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","topic":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/stwest","subject":"#","data":{"eTag":"0x1"}}""")]
    [InlineData("""{"specversion":"1.0","type":"Microsoft.Storage.BlobCreated","source":"/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/STORAGEACCOUNTS/stwest","subject":"#","data":{"eTag":"0x1"}}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"#","data":{"eTag":"0x1","url":"https://stwest.blob.core.windows.net/jobs/a/b.job.json"}}""")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","topic":7,"subject":"#","data":{"eTag":"0x1","url":"http://127.0.0.1:10000/stwest/jobs/a/b.job.json"}}""")]
    public void Created_blob_is_read_in_both_schemas(string json) =>
        Assert.Equal(new QueuedEvent("stwest", "jobs", "a/b.job.json", "0x1"), Assert.Single(Read(json.Replace("#", Subject, StringComparison.Ordinal))));

    [Fact]
    public void List_gives_each_event_on_its_own()
    {
        string good = """{"eventType":"Microsoft.Storage.BlobCreated","topic":"/storageAccounts/stwest","subject":"#"}""".Replace("#", Subject, StringComparison.Ordinal);
        IReadOnlyList<QueuedEvent> read = Read($$"""[{{good}}, 7, {"eventType":"Microsoft.Storage.BlobDeleted"}, {{good}}]""");
        Assert.Equal([false, true, false, false], read.Select(e => e.Fault is not null));
        Assert.Equal(["jobs", null, null, "jobs"], read.Select(e => e.Container));
        Assert.Equal("7", read[1].Text);
        Assert.Empty(Read("[]"));
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("{", "no JSON")]
    [InlineData("hello", "no JSON")]
    [InlineData("null", "JSON object")]
    [InlineData("{}", "no eventType")]
    [InlineData("""{"eventType":"Microsoft.Resources.ResourceWriteSuccess"}""", "ResourceWriteSuccess")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/jobs/blobs/a"}""", "storage account")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","topic":"/storageAccounts/s","subject":"/blobServices/default/containers/jobs"}""", "subject")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","topic":"/storageAccounts/s","subject":"/blobServices/default/containers/../blobs/a"}""", "subject")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","topic":"/storageAccounts/s","subject":"/blobServices/default/containers/jobs/blobs/a\u0000"}""", "subject")]
    [InlineData("""{"eventType":"Microsoft.Storage.BlobCreated","topic":"/storageAccounts/s","subject":"\ud800"}""", "text")]
    public void Whatever_else_it_is_has_a_reason(string message, string reason)
    {
        QueuedEvent read = Assert.Single(Read(message));
        Assert.Contains(reason, read.Fault, StringComparison.Ordinal);
        Assert.NotNull(read.Text);
    }

    [Fact]
    public void No_bytes_make_it_throw() => Gen.Byte.Array[0, 200].Sample(bytes => EventMessage.Read(bytes).All(e => e.Fault is null || e.Text is not null));

    private static IReadOnlyList<QueuedEvent> Read(string message) => EventMessage.Read(Encoding.UTF8.GetBytes(message));
}
