namespace Autobatch.Functions.Tests.Support;

/// <summary>Tests that measure the process: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "Measured alone";
}
