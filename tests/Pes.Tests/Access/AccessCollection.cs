using Pes.Tests.Support;

namespace Pes.Tests.Access;

/// <summary>The access tests share one host, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class AccessCollection : ICollectionFixture<PesHost>
{
    public const string Name = "access";
}
