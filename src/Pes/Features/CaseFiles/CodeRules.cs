using FluentValidation;
using Pes.Features.Reference;
using Pes.Platform.Text;

namespace Pes.Features.CaseFiles;

/// <summary>Rules of the profile's fields that several commands share; a missing value passes.</summary>
internal static class CodeRules
{
    public const int YoungestWorker = 15;

    public static IRuleBuilderOptions<T, string?> OneOf<T>(this IRuleBuilder<T, string?> rule, Vocabulary vocabulary, string list) =>
        rule.Must(code => code is null || vocabulary.Has(list, code)).WithErrorCode("unknown-code");

    public static IRuleBuilderOptions<T, string?> Province<T>(this IRuleBuilder<T, string?> rule, Vocabulary vocabulary) =>
        rule.Must(code => code is null || vocabulary.Provinces.ContainsKey(code)).WithErrorCode("unknown-code");

    /// <summary>An ISCO-08 unit group, four digits.</summary>
    public static IRuleBuilderOptions<T, string?> Occupation<T>(this IRuleBuilder<T, string?> rule, Vocabulary vocabulary) =>
        rule.Must(code => code is null || (code.Length == 4 && vocabulary.Occupations.ContainsKey(code))).WithErrorCode("unknown-code");

    public static IRuleBuilderOptions<T, string?> Telephone<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => string.IsNullOrWhiteSpace(text) || PhoneNumber.Normalise(text) is not null).WithErrorCode("phone-not-understood");

    /// <summary>Old enough to work, and born within the last 100 years.</summary>
    public static IRuleBuilderOptions<T, DateOnly?> OfWorkingAge<T>(this IRuleBuilder<T, DateOnly?> rule, TimeProvider clock) =>
        rule.Must(born => born is null || born <= clock.TodayInCambodia().AddYears(-YoungestWorker)).WithErrorCode("too-young")
            .Must(born => born is null || born > clock.TodayInCambodia().AddYears(-100)).WithErrorCode("birth-date-not-likely");

    public static IRuleBuilderOptions<T, IReadOnlyList<TItem>> Distinct<T, TItem, TKey>(
        this IRuleBuilder<T, IReadOnlyList<TItem>> rule, int most, Func<TItem, TKey> key) =>
        rule.NotNull()
            .Must(rows => rows is null || rows.Count <= most).WithErrorCode("too-many-rows")
            .Must(rows => rows is null || rows.Where(r => r is not null).DistinctBy(key).Count() == rows.Count(r => r is not null)).WithErrorCode("listed-twice");
}
