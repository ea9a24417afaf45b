using Autobatch.Testing;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
