namespace Autobatch.Standins.Runtime.Durable.Client;

/// <summary>What an instance id may be; the Azure backend stores it as a table key.</summary>
internal static class InstanceIds
{
    private const int Longest = 100;

    /// <exception cref="ArgumentException">Empty, longer than 100 characters, begins with @, or holds / \ # ? or a control character.</exception>
    public static string Check(string instanceId)
    {
        if (string.IsNullOrWhiteSpace(instanceId))
            throw new ArgumentException("The instance id is empty.", nameof(instanceId));
        if (instanceId.Length > Longest)
            throw new ArgumentException($"The instance id has {instanceId.Length} characters; {Longest} are allowed.", nameof(instanceId));
        if (instanceId[0] == '@' || instanceId.Any(c => c is '/' or '\\' or '#' or '?' || char.IsControl(c)))
        {
            throw new ArgumentException(
                $"The instance id '{instanceId}' begins with @ or holds one of / \\ # ? or a control character.", nameof(instanceId));
        }
        return instanceId;
    }
}
