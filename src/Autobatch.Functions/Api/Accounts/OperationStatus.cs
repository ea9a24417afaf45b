namespace Autobatch.Functions.Api.Accounts;

/// <summary>How far a change of an account is.</summary>
internal static class OperationStatus
{
    public const string Running = nameof(Running);
    public const string Succeeded = nameof(Succeeded);
    public const string Failed = nameof(Failed);
}
