namespace Pes.Ranking.Text;

/// <summary>Who says that a title names an occupation; a coder decides how much that counts.</summary>
public enum TitleSource
{
    /// <summary>A coder of an employment service, about a real vacancy.</summary>
    Judged,

    /// <summary>The product's own list of everyday titles.</summary>
    Own,

    /// <summary>A label or an example of a classification.</summary>
    Label,

    /// <summary>Another classification, placed in ours by <see cref="TitlePlacement"/>.</summary>
    Placed,
}

/// <summary>A title that is known to name an occupation.</summary>
/// <param name="Title">As it was written.</param>
/// <param name="IscoCode">ISCO-08 unit group, four digits.</param>
/// <param name="Occupation">Address of the ESCO occupation; null where only the unit group is known.</param>
/// <param name="Source">Who says so.</param>
public sealed record OccupationTitle(string Title, string IscoCode, string? Occupation, TitleSource Source);
