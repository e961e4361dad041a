using Pes.Platform.Requests;
using Pes.Platform.Security;

namespace Pes.Features.Accounts;

/// <summary>
/// A password that is being chosen. It is weighed and hashed before the command's transaction, because a hash costs as
/// much time as hundreds of statements; the command gets the hash alone.
/// </summary>
public sealed class NewPassword(Passwords passwords)
{
    /// <summary>The hash, or what is wrong with the field of that name.</summary>
    /// <param name="hasSecondFactor">Of the account after this step; a shorter password will do then.</param>
    public async Task<Outcome<string>> HashAsync(
        Account account, string password, string again, bool hasSecondFactor, string field, string againField, CancellationToken ct)
    {
        if (PasswordRule.Refuse(password, hasSecondFactor, account.UserName, account.DisplayName) is { } code)
        {
            return Refusal.Invalid(new FieldError(field, code));
        }

        return password == again ? await passwords.HashAsync(account, password, ct) : Refusal.Invalid(new FieldError(againField, "passwords-differ"));
    }
}
