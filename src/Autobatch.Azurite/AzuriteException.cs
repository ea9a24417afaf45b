namespace Autobatch.Azurite;

/// <summary>Azurite cannot be installed, started or stopped. The message is one line that says what is wrong and how to mend it.</summary>
public sealed class AzuriteException : Exception
{
    public AzuriteException(string message)
        : base(message)
    {
    }

    public AzuriteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
