namespace Autobatch.Local.Runs;

/// <summary>Tells the user how a run goes. The last line of standard output is not its business.</summary>
internal interface IRunReporter : IProgress<string>, IAsyncDisposable
{
    /// <summary>So many of so many files are up.</summary>
    void Uploaded(int done, int total);

    /// <summary>The run's state, asked a few times a second.</summary>
    void Run(RunView run);

    /// <summary>So many of so many outputs are down.</summary>
    void Downloaded(int done, int total);

    /// <summary>A line worth keeping in sight while things go well.</summary>
    void Note(string text);

    /// <summary>A line about what went wrong; it is shown in every mode.</summary>
    void Line(string text);

    /// <summary>Ends what moves; lines may follow.</summary>
    Task EndAsync();
}
