using Microsoft.AspNetCore.Mvc;
using Pes.Features.Reference;
using Pes.Platform.Security;
using Pes.Platform.Web;

namespace Pes.Features.CaseFiles;

/// <summary>The current CV, as an employer would get it, ready to print.</summary>
[Allows(Role.Counsellor, Role.CentreManager)]
public sealed class ReadCvModel(Vocabulary vocabulary) : PesPage
{
    public Guid Id { get; private set; }

    public ReadCv.View View { get; private set; } = null!;

    public Vocabulary Vocabulary => vocabulary;

    public string Name => PersonName.Shown(View.Document.FamilyName, View.Document.GivenName, View.Document.FamilyNameLatin, View.Document.GivenNameLatin);

    public Task<IActionResult> OnGetAsync(Guid id) => AskAsync(new ReadCv.Query { CaseFileId = id, Scope = Scope }, view => (Id, View) = (id, view));
}
