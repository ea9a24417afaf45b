namespace Autobatch.Batch;

/// <summary>One of an error's <c>values</c>: what was wrong (PropertyName, PropertyValue, Reason, …), as the service puts it.</summary>
public sealed record BatchErrorDetail(string Key, string Value);
