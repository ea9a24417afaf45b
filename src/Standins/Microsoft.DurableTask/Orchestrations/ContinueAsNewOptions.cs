namespace Microsoft.DurableTask;

/// <summary>How an orchestration continues as new.</summary>
public class ContinueAsNewOptions
{
    public object? NewInput { get; set; }

    public string? NewVersion { get; set; }

    /// <summary>Whether events that nobody waited for yet go on to the next generation.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;
}
