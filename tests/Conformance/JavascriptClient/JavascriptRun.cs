using Autobatch.Testing.Contract;

namespace Autobatch.Conformance;

/// <summary>One run of all cases against one emulator in this process; the tests then look at the results.</summary>
public sealed class JavascriptRun : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    internal CaseResults Results { get; private set; } = null!;

    internal ContractWitness Witness { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await JavascriptFolder.InstallAsync(cancellation);
        await using ClientServices services = await ClientServices.StartAsync(cancellation);
        Results = new(await services.RunAsync(JavascriptFolder.Path, s_limit, "node", "run.mjs"));
        Witness = services.Witness;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
