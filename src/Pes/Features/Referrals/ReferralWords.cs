namespace Pes.Features.Referrals;

/// <summary>Marks ReferralWords.resx: the words of referrals and answers.</summary>
public sealed class ReferralWords;
