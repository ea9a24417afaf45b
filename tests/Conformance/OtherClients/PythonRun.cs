using Autobatch.Testing.Contract;

namespace Autobatch.Conformance;

/// <summary>One run of <c>python/cases.py</c> against one emulator, when there is a Python that has the clients.</summary>
public sealed class PythonRun : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    internal static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "python");

    internal CaseResults Results { get; private set; } = null!;

    internal ContractWitness Witness { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (await Tools.PythonAsync() is not { } python)
        {
            return;
        }
        await using ClientServices services = await ClientServices.StartAsync(TestContext.Current.CancellationToken);
        Results = new(await services.RunAsync(Folder, s_limit, python, "cases.py"));
        Witness = services.Witness;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
