namespace Pes.Platform.Web.Forms;

/// <summary>Marks FormWords.resx: the words that every form shares.</summary>
public sealed class FormWords;
