using Microsoft.AspNetCore.Authorization;
using Pes.Platform.Web;

namespace Pes.Features.Home;

/// <summary>The privacy notice, in the same words as docs/privacy-notice.md.</summary>
[AllowAnonymous]
public sealed class PrivacyModel : PesPage
{
    public IReadOnlyList<string> Parts { get; } = ["what", "why", "who", "never", "rights", "kept"];
}
