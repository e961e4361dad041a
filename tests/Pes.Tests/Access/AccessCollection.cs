namespace Pes.Tests.Access;

/// <summary>The access tests share one host, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class AccessCollection : ICollectionFixture<AccessWorld>
{
    public const string Name = "access";
}
