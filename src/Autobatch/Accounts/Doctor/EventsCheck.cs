namespace Autobatch.Accounts.Doctor;

/// <summary>Whether Event Grid tells the app of new blobs.</summary>
public static class EventsCheck
{
    private const int MostNamed = 5;
    private const string Mend = "Make Event Grid subscriptions for BlobCreated to the app's blob door, one a container; until then the audit finds drops, some minutes later.";

    /// <summary>Judges all subscriptions of a storage account.</summary>
    public static DoctorCheck Of(string storage, IReadOnlyList<EventSubscription> subscriptions, EventsWanted wanted)
    {
        List<string> reasons = [.. subscriptions.Select(s => s.Silence(wanted)).OfType<string>()];
        EventSubscription[] telling = [.. subscriptions.Where(s => s.Silence(wanted) is null)];
        string[] untold = [.. wanted.Containers.Where(c => !telling.Any(s => s.Covers(c)))];
        if (subscriptions.Count == 0)
        {
            return DoctorCheck.Warning(CheckNames.Events, $"'{storage}' has no Event Grid subscription.", Mend);
        }

        if (untold.Length == 0)
        {
            string[] names = [.. telling.Where(s => wanted.Containers.Any(s.Covers)).Select(s => $"'{s.Name}'")];
            return DoctorCheck.Ok(
                CheckNames.Events, $"Event Grid {(names.Length == 1 ? $"subscription {names[0]} delivers" : $"subscriptions {string.Join(", ", names)} deliver")} new blobs of '{storage}'.");
        }

        reasons.AddRange(telling.Where(s => !wanted.Containers.Any(s.Covers)).Select(s => $"'{s.Name}' passes other subjects only"));
        string why = reasons.Count == 0 ? "" : $": {string.Join("; ", reasons.Take(MostNamed))}{(reasons.Count > MostNamed ? $"; and {reasons.Count - MostNamed} more" : "")}";
        return DoctorCheck.Warning(CheckNames.Events, $"No event tells of all new blobs in {string.Join(", ", untold)} of '{storage}'{why}.", Mend);
    }
}
