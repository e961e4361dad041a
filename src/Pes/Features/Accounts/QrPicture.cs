using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using QRCoder;

namespace Pes.Features.Accounts;

/// <summary>A QR code as markup in the page: no file, no data address, no style, so the content policy allows it.</summary>
public static class QrPicture
{
    /// <summary>Black on white in any colour scheme, four modules of quiet around it, because cameras want that.</summary>
    /// <param name="text">What the picture carries.</param>
    /// <param name="label">What it is, for those who do not see it.</param>
    public static IHtmlContent Of(string text, string label)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = data.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < modules.Count; y++)
        {
            for (var x = 0; x < modules.Count; x++)
            {
                var from = x;
                while (x < modules.Count && modules[y][x])
                {
                    x++;
                }

                if (x > from)
                {
                    path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from}v1h{from - x}z");
                }
            }
        }

        return new HtmlString(string.Create(
            CultureInfo.InvariantCulture,
            $"<svg class=\"pes-qr\" role=\"img\" aria-label=\"{HtmlEncoder.Default.Encode(label)}\" viewBox=\"0 0 {modules.Count} {modules.Count}\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{modules.Count}v{modules.Count}H0z\"/><path d=\"{path}\"/></svg>"));
    }
}
