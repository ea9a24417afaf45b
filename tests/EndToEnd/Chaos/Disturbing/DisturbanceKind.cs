namespace Autobatch.EndToEnd.Chaos.Disturbing;

/// <summary>What is done to the services at one moment.</summary>
internal enum DisturbanceKind
{
    /// <summary>SIGKILL of the function app and its durable engine.</summary>
    KillApp,

    /// <summary>SIGKILL of the Batch emulator; its tasks' processes are orphans then.</summary>
    KillEmulator,

    /// <summary>SIGKILL of both at once.</summary>
    KillBoth,

    /// <summary>A reset of every open connection to Azurite and to the emulator.</summary>
    ResetConnections,

    /// <summary>SIGTERM of Azurite, with a reset of every connection to it.</summary>
    EndAzurite,

    /// <summary>SIGKILL of Azurite after <see cref="Disturber.Silence"/> in which nobody reaches it, since it loses what it acknowledged in the last five seconds.</summary>
    KillAzurite,

    /// <summary>All disks of the three are full for <see cref="Disturber.FullDisks"/>. Only where disks may be mounted; it is no part of random plans.</summary>
    FillDisks,
}
