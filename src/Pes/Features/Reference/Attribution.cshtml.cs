using Microsoft.AspNetCore.Authorization;
using Pes.Platform.Web;

namespace Pes.Features.Reference;

/// <summary>Whose data, codes and fonts the product uses, and under which licence; open to everybody.</summary>
[AllowAnonymous]
public sealed class AttributionModel : PesPage
{
    /// <summary>Keys of the words, and where the licence or the publisher is found.</summary>
    public IReadOnlyList<(string Part, string? Link)> Parts { get; } =
    [
        ("isco", "https://ilostat.ilo.org"), ("isic", "https://unstats.un.org"), ("esco", "https://esco.ec.europa.eu"),
        ("onet", "https://www.onetcenter.org/license_db.html"), ("places", null),
        ("boundaries", "https://opendatacommons.org/licenses/odbl/1-0/"), ("fonts", "/fonts/OFL.txt"), ("own", null),
    ];
}
