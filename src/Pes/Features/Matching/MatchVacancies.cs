using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using Pes.Features.Reference;
using Pes.Platform.Data;
using Pes.Platform.Requests;
using Pes.Platform.Security;
using Pes.Platform.Web;
using Pes.Ranking;
using Pes.Ranking.Allocation;

namespace Pes.Features.Matching;

/// <summary>
/// The vacancies that fit one jobseeker, best first: those an officer moved stand where she put them, those hidden are left out
/// until shown again, those referred to are marked. Each list shown is kept as a run.
/// </summary>
public static class MatchVacancies
{
    public const int PageSize = 20;

    [Allows(Role.Counsellor, Role.CentreManager)]
    public sealed record Query : ScopedRequest, IQuery<Answer>
    {
        public required Guid CaseFileId { get; init; }

        /// <summary>From 1; going on, every vacancy that no hard condition keeps out is reached.</summary>
        public int Page { get; init; } = 1;

        public string? ProvinceCode { get; init; }

        public string? HoursCode { get; init; }

        /// <summary>Whole riel a month.</summary>
        public long? MinimumWageKhr { get; init; }

        internal MatchFilter Filter => new(ProvinceCode, HoursCode, MinimumWageKhr);
    }

    public sealed record Answer
    {
        public required Guid RunId { get; init; }

        public required MatchedCase Case { get; init; }

        public required string ModelVersion { get; init; }

        /// <summary>False where ranking is switched off and the newest stand first.</summary>
        public required bool IsRanked { get; init; }

        /// <summary>Live vacancies that were looked at.</summary>
        public required int Considered { get; init; }

        public required IReadOnlyList<Row> Rows { get; init; }

        public required bool HasMore { get; init; }

        public required IReadOnlyList<HiddenVacancy> Hidden { get; init; }

        /// <summary>What was reported of this jobseeker's pairs and stands, the newest first; also of vacancies that are not on the list.</summary>
        public required IReadOnlyList<OwnReport> Reports { get; init; }
    }

    public sealed record Row
    {
        /// <summary>Place in the list, from 1 over all pages.</summary>
        public required int Place { get; init; }

        public required Guid VacancyId { get; init; }

        public required string? TitleEn { get; init; }

        public required string? TitleKm { get; init; }

        public required string EmployerNameEn { get; init; }

        public required string? EmployerNameKm { get; init; }

        public required IReadOnlyList<string> ProvinceCodes { get; init; }

        /// <summary>As the crow flies to the nearest of its places; null where home or place is not known.</summary>
        public required int? Kilometres { get; init; }

        /// <summary>Province of the nearest place, where the vacancy has several and the distance is known.</summary>
        public required string? NearestProvinceCode { get; init; }

        public required long? MonthlyWageFromKhr { get; init; }

        public required long? MonthlyWageToKhr { get; init; }

        /// <summary>1 (weak) to 5 (strong); null where ranking is switched off.</summary>
        public required int? Band { get; init; }

        /// <summary>Three at most.</summary>
        public required IReadOnlyList<ShownReason> For { get; init; }

        public required ShownReason? Against { get; init; }

        public required IReadOnlyList<ShownReason> Missing { get; init; }

        /// <summary>"down" where it gave way because many were sent there already, "up" where it gained by that; null where neither.</summary>
        public required string? Moved { get; init; }

        /// <summary>Set where an officer moved it.</summary>
        public required Guid? PinActionId { get; init; }

        /// <summary>What keeps it off a list by now, where an officer moved it before; else empty.</summary>
        public required IReadOnlyList<string> Barriers { get; init; }

        /// <summary>Set where she has been referred to it already.</summary>
        public required string? ReferralStatus { get; init; }

        /// <summary>A report of it waits for an answer; afterwards it can be reported again.</summary>
        public required bool IsReported { get; init; }
    }

    public sealed class Validator : AbstractValidator<Query>
    {
        public Validator(Vocabulary vocabulary)
        {
            RuleFor(q => q.Page).InclusiveBetween(1, 1_000);
            RuleFor(q => q.ProvinceCode).Must(code => code is null || vocabulary.Provinces.ContainsKey(code)).WithErrorCode("unknown-code");
            RuleFor(q => q.HoursCode).Must(code => code is null || vocabulary.Has("hours", code)).WithErrorCode("unknown-code");
        }
    }

    public sealed class Handler(Database db, ISender sender, VacancyLists lists, Vocabulary vocabulary, IStringLocalizer<MatchingWords> words)
        : IRequestHandler<Query, Outcome<Answer>>
    {
        private const string ReferralsSql = "SELECT VacancyId, Status FROM Referral WHERE CaseFileId = @CaseFileId";

        public async Task<Outcome<Answer>> Handle(Query request, CancellationToken cancellationToken)
        {
            var scope = request.Scope;
            if (await lists.OpenAsync(scope, request.CaseFileId, cancellationToken) is not { } list)
            {
                return Refusal.NotFound;
            }

            var (jobseeker, picture, moves) = (list.Jobseeker, list.Picture, list.Moves);
            var referrals = (await db.QueryAsync<ReferralRow>(ReferralsSql, new { request.CaseFileId }, cancellationToken)).ToDictionary(r => r.VacancyId, r => r.Status);

            // One more than is shown, to know whether there is a next page.
            var (ranked, ordered, movedAt) = list.First(request.Filter, (request.Page * PageSize) + 1, cancellationToken);
            var first = (request.Page - 1) * PageSize;
            var (run, shown) = list.Explain(ranked, [.. ordered.Skip(first).Take(PageSize)]);
            var hiddenLive = list.Hidden.Where(a => picture.BySeq(a.VacancySeq) is not null).ToList();
            var cards = await VacancyCard.OfAsync(db, [.. shown.Select(m => m.Id), .. hiddenLive.Select(a => a.VacancyId)], cancellationToken);
            var vacancies = shown.ToDictionary(m => m.Id, m => picture.BySeq(cards[m.Id].Seq)!.Value);
            var reports = await OwnReport.OfCaseAsync(db, scope, request.CaseFileId, cancellationToken);
            var kept = await sender.Send(
                new KeepMatchRun.Command
                {
                    Scope = scope,
                    CaseFileId = request.CaseFileId,
                    ModelVersion = run.ModelVersion,
                    InputChecksum = run.InputsChecksum,
                    Considered = run.Considered,
                    Rows = shown,
                    SpreadCost = request.Page == 1 ? run.SpreadCost : null,
                    Input = new RunInput
                    {
                        Today = list.Today,
                        Jobseeker = jobseeker,
                        Vacancies = [.. shown.Select(m => vacancies[m.Id].Profile)],
                        Moved = RunInput.MovedOf(movedAt, first, shown.Count),
                        Spread = RunSpread.Of(list.Rule, shown),
                        Filter = request.Filter,
                        Page = request.Page,
                    }.WithPortions(shown),
                },
                cancellationToken);
            if (kept.Refusal is { } refusal)
            {
                return refusal;
            }

            var sentences = new ReasonSentences(words, vocabulary);
            return new Answer
            {
                RunId = kept.Value,
                Case = list.Case,
                ModelVersion = run.ModelVersion,
                IsRanked = list.IsRanked,
                Considered = run.Considered,
                HasMore = ordered.Count > first + PageSize,
                Rows = [.. shown.Select((m, i) => RowOf(m, first + i + 1, vacancies[m.Id], cards[m.Id], jobseeker, list.IsRanked, sentences, moves, reports, referrals))],
                Hidden = [.. hiddenLive.Select(a => new HiddenVacancy(a.Id, a.VacancyId, cards[a.VacancyId].TitleEn, cards[a.VacancyId].TitleKm, a.Reason))],
                Reports = reports,
            };
        }

        private static Row RowOf(
            Match match, int place, LiveVacancy vacancy, VacancyCard card, JobseekerProfile jobseeker, bool isRanked, ReasonSentences sentences, IReadOnlyList<MovedRow> moves, IReadOnlyList<OwnReport> reports, Dictionary<Guid, string> referrals)
        {
            var (reasons, against) = sentences.OnCard(match);
            var move = moves.FirstOrDefault(m => m.VacancyId == match.Id);
            var nearest = vacancy.Profile.NearestTo(jobseeker);
            var provinces = vacancy.ProvinceCodes;
            return new Row
            {
                Place = place,
                VacancyId = match.Id,
                TitleEn = card.TitleEn,
                TitleKm = card.TitleKm,
                EmployerNameEn = card.EmployerNameEn,
                EmployerNameKm = card.EmployerNameKm,
                ProvinceCodes = provinces,
                Kilometres = nearest?.Kilometres,
                NearestProvinceCode = provinces.Count > 1 && nearest is { Site.Province: var province and > 0 } ? province.ToString("00", CultureInfo.InvariantCulture) : null,
                MonthlyWageFromKhr = card.MonthlyWageFromKhr,
                MonthlyWageToKhr = card.MonthlyWageToKhr,
                Band = isRanked ? match.Band : null,
                For = reasons,
                Against = against,
                Missing = [.. match.Missing.Select(sentences.Of)],
                Moved = match.Move switch { SpreadMove.Down => "down", SpreadMove.Up => "up", _ => null },
                PinActionId = move?.ActionId,
                Barriers = [.. match.Barriers.Select(sentences.Of)],
                ReferralStatus = referrals.GetValueOrDefault(match.Id),
                IsReported = reports.Any(r => r.VacancyId == match.Id && r.AnsweredAt is null),
            };
        }

        private sealed record ReferralRow
        {
            public required Guid VacancyId { get; init; }

            public required string Status { get; init; }
        }
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.Get("/case-files/{caseFileId:guid}/matches", (Guid caseFileId, int? page, string? province, string? hours, long? wage, ApiEdge edge) =>
                edge.Ask(new Query { CaseFileId = caseFileId, Page = page ?? 1, ProvinceCode = province, HoursCode = hours, MinimumWageKhr = wage, Scope = edge.Scope }))
            .For<Query>("The vacancies that fit a jobseeker, best first");
}

/// <summary>A vacancy that an officer took off a list; the action undone, it stands there again.</summary>
public sealed record HiddenVacancy(Guid ActionId, Guid VacancyId, string? TitleEn, string? TitleKm, string? Reason);
