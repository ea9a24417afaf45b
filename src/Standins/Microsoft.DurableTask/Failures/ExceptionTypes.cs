using System.Collections.Concurrent;

namespace Microsoft.DurableTask;

/// <summary>Finds an exception type by its full name among the loaded assemblies.</summary>
internal static class ExceptionTypes
{
    private static readonly ConcurrentDictionary<string, Type> Found = new(StringComparer.Ordinal);

    public static Type? Find(string fullName)
    {
        if (Found.TryGetValue(fullName, out Type? known))
            return known;
        Type? type = AppDomain.CurrentDomain.GetAssemblies()
            .Select(assembly => assembly.GetType(fullName, throwOnError: false))
            .FirstOrDefault(candidate => candidate is not null && typeof(Exception).IsAssignableFrom(candidate));
        if (type is not null)
            Found.TryAdd(fullName, type);
        return type;
    }
}
