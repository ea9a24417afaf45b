namespace Autobatch.Emulator.Model;

/// <summary>FNV-1a: the same for a text in every life of the emulator.</summary>
internal static class StableHash
{
    public static uint Of(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 16777619u;
        }

        return hash;
    }
}
