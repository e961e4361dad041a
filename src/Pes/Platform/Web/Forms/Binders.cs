using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;
using Microsoft.Extensions.Localization;
using Pes.Platform.Text;

namespace Pes.Platform.Web.Forms;

/// <summary>Chooses the binders below for dates and whole numbers.</summary>
public sealed class FormBinders : IModelBinderProvider
{
    public IModelBinder? GetBinder(ModelBinderProviderContext context) => context.Metadata.UnderlyingOrModelType switch
    {
        var type when type == typeof(DateOnly) => new DateBinder(),
        var type when type == typeof(int) || type == typeof(long) => new WholeNumberBinder(type),
        _ => null,
    };
}

/// <summary>A date of three fields (name.day, name.month, name.year) or of one text, year first; either set of digits.</summary>
public sealed class DateBinder : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var name = bindingContext.ModelName;
        string[] parts = [Part("day"), Part("month"), Part("year")];
        var whole = Formats.AsciiDigits(bindingContext.ValueProvider.GetValue(name).FirstValue ?? "").Trim();
        if (whole.Length == 0 && parts.All(p => p.Length == 0))
        {
            return Task.CompletedTask;
        }

        var text = whole.Length > 0 ? whole : string.Join('-', parts[2].PadLeft(4, '0'), parts[1].PadLeft(2, '0'), parts[0].PadLeft(2, '0'));
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year >= 1900)
        {
            bindingContext.Result = ModelBindingResult.Success(date);
        }
        else
        {
            bindingContext.ModelState.TryAddModelError(name, Words(bindingContext)["not-a-date"]);
        }

        return Task.CompletedTask;

        string Part(string part)
        {
            var value = bindingContext.ValueProvider.GetValue($"{name}.{part}");
            if (value != ValueProviderResult.None)
            {
                bindingContext.ModelState.SetModelValue($"{name}.{part}", value);
                bindingContext.ModelState.MarkFieldSkipped($"{name}.{part}");
            }

            return Formats.AsciiDigits(value.FirstValue ?? "").Trim();
        }
    }

    internal static IStringLocalizer<FormWords> Words(ModelBindingContext context) =>
        context.HttpContext.RequestServices.GetRequiredService<IStringLocalizer<FormWords>>();
}

/// <summary>A whole number in either set of digits, thousands set off by commas or spaces.</summary>
public sealed class WholeNumberBinder(Type type) : IModelBinder
{
    public Task BindModelAsync(ModelBindingContext bindingContext)
    {
        var value = bindingContext.ValueProvider.GetValue(bindingContext.ModelName);
        if (value == ValueProviderResult.None)
        {
            return Task.CompletedTask;
        }

        bindingContext.ModelState.SetModelValue(bindingContext.ModelName, value);
        var text = Formats.AsciiDigits(value.FirstValue ?? "").Replace(",", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        if (text.Length == 0)
        {
            if (bindingContext.ModelMetadata.IsReferenceOrNullableType)
            {
                bindingContext.Result = ModelBindingResult.Success(null);
            }
            else
            {
                bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, DateBinder.Words(bindingContext)["required"]);
            }

            return Task.CompletedTask;
        }

        object? number = type == typeof(long)
            ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var big) ? big : null
            : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small) ? small : null;
        if (number is null)
        {
            bindingContext.ModelState.TryAddModelError(bindingContext.ModelName, DateBinder.Words(bindingContext)["not-a-number"]);
        }
        else
        {
            bindingContext.Result = ModelBindingResult.Success(number);
        }

        return Task.CompletedTask;
    }
}

/// <summary>An empty field of a text that may not be null is an empty text, so that validators see what was typed.</summary>
public sealed class EmptyTextMetadata : IDisplayMetadataProvider
{
    public void CreateDisplayMetadata(DisplayMetadataProviderContext context)
    {
        if (context.Key.ModelType == typeof(string) && context.Key.PropertyInfo is PropertyInfo property
            && new NullabilityInfoContext().Create(property).WriteState == NullabilityState.NotNull)
        {
            context.DisplayMetadata.ConvertEmptyStringToNull = false;
        }
    }
}

/// <summary>What the framework's own binders say of a value they cannot read, in the reader's language.</summary>
public sealed class FormMessages(IStringLocalizer<FormWords> words) : Microsoft.Extensions.Options.IConfigureOptions<MvcOptions>
{
    public void Configure(MvcOptions options)
    {
        var messages = options.ModelBindingMessageProvider;
        messages.SetAttemptedValueIsInvalidAccessor((_, _) => words["not-understood"]);
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => words["not-understood"]);
        messages.SetUnknownValueIsInvalidAccessor(_ => words["not-understood"]);
        messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => words["not-understood"]);
        messages.SetValueIsInvalidAccessor(_ => words["not-understood"]);
        messages.SetValueMustBeANumberAccessor(_ => words["not-a-number"]);
        messages.SetNonPropertyValueMustBeANumberAccessor(() => words["not-a-number"]);
        messages.SetValueMustNotBeNullAccessor(_ => words["required"]);
        messages.SetMissingBindRequiredValueAccessor(_ => words["required"]);
        messages.SetMissingKeyOrValueAccessor(() => words["required"]);
        messages.SetMissingRequestBodyRequiredValueAccessor(() => words["required"]);
    }
}
