using Autobatch.Errors;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Tests.Security;
using Autobatch.Functions.Tests.Support;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.BadInputs;

/// <summary>Each bad input gives its code, names its place, tells no secret and nothing of our insides, and leaves nothing half-done.</summary>
public sealed class BadInputTests(BadInputRound round) : IClassFixture<BadInputRound>
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. BadInputRound.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Bad_input_gives_its_code(string name)
    {
        BadInput input = BadInputRound.All[name];

        (BadAnswer answer, TimeSpan took) = await round.AnswerAsync(name);

        // Several faults of different kinds come under one roof.
        bool named = answer.Code == input.Code || (answer.Code == ErrorCodes.InvalidManifest && answer.Errors.Any(e => e.GetProperty("code").GetString() == input.Code));
        Assert.True(named, $"{input.Code} was expected: {answer.Status} {answer.Text}");
        Assert.True(answer.Status < 500, $"{answer.Status} {answer.Text}");
        Assert.True(input.Code.Length == 0 ? answer.Status is >= 400 and < 500 : ErrorCatalogue.Knows(input.Code), $"{answer.Status} {answer.Text}");
        Assert.True(input.Pointer is null || answer.Errors.Any(e => e.GetProperty("pointer").GetString() == input.Pointer), $"{input.Pointer} was expected: {answer.Text}");
        Assert.True(input.Line is null || answer.Errors.Any(e => e.GetProperty("line").GetInt32() == input.Line), $"line {input.Line} was expected: {answer.Text}");
        Assert.DoesNotContain("   at ", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
        Assert.True(answer.Text.Length < 64 * 1024, $"The answer has {answer.Text.Length} characters.");
        Assert.Empty(new PlantedSecrets(round.Fixture.Azurite, ("the Batch account's key", RunningApp.Key), ("a planted secret", BadManifests.Secret)).FindIn(name, answer.Text));
        Assert.True(took < TimeSpan.FromSeconds(60), $"It took {took}.");
    }

    [Fact]
    public async Task Nothing_is_left_half_done()
    {
        await round.EveryAnswerAsync();

        RunLedger ledger = round.App.Services.GetRequiredService<RunLedger>();
        Assert.Empty(await ledger.FindOpenAsync(100, s_cancel));
        Assert.Empty(await BlobsAsync("Staged"));
        Assert.Empty(await BlobsAsync("Outputs"));
        Assert.Empty((await round.App.GetAsync("api/packages")).GetProperty("applications").EnumerateArray());
        Assert.All((await round.App.GetAsync("api/workloads")).GetProperty("workloads").EnumerateArray(), w => Assert.Equal("Rejected", w.GetProperty("status").GetString()));
        Assert.Empty((await round.App.GetAsync("api/dead-letters")).GetProperty("deadLetters").EnumerateArray());
        Assert.Empty(await round.App.Batch.ListJobsAsync(cancellationToken: s_cancel).Where(j => j.State != "completed").Select(j => j.Id).ToListAsync(s_cancel));
        await round.App.GetAsync("api/health");
    }

    private async Task<IReadOnlyList<string>> BlobsAsync(string container)
    {
        List<string> names = [];
        if (await round.App.Blobs(container).ExistsAsync(s_cancel))
        {
            await foreach (BlobItem blob in round.App.Blobs(container).GetBlobsAsync(cancellationToken: s_cancel))
            {
                names.Add(blob.Name);
            }
        }

        return names;
    }
}
