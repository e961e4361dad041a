namespace Pes.Features.Accounts;

/// <summary>Marks AccountsWords.resx.</summary>
public sealed class AccountsWords;
