using MediatR;
using Pes.Features.CaseFiles;
using Pes.Platform.Requests;

namespace Pes.Cli.HttpBench;

/// <summary>Answers the caseload from memory: what it was the first time is held, before any other behaviour.</summary>
internal sealed class HeldCaseFiles : IPipelineBehavior<FindCaseFiles.Query, Outcome<FindCaseFiles.Page>>
{
    private Outcome<FindCaseFiles.Page>? held;

    public async Task<Outcome<FindCaseFiles.Page>> Handle(
        FindCaseFiles.Query request, RequestHandlerDelegate<Outcome<FindCaseFiles.Page>> next, CancellationToken cancellationToken) => held ??= await next();
}
