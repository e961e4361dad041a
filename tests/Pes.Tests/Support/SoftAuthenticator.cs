using System.Buffers.Binary;
using System.Buffers.Text;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;

namespace Pes.Tests.Support;

/// <summary>A passkey device in memory: ECDSA P-256, attestation "none", user verified, a counter that goes up.</summary>
public sealed class SoftAuthenticator : IDisposable
{
    private const byte UserPresent = 1;

    private const byte UserVerified = 4;

    private const byte HasCredential = 0x40;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] credentialId = RandomNumberGenerator.GetBytes(32);
    private string userHandle = "";
    private uint counter;

    /// <summary>What a page that is asked by another site would say.</summary>
    public string Origin { get; init; } = "http://localhost";

    public bool VerifiesUser { get; init; } = true;

    /// <summary>Plays the form's script: asks for the options, confirms, sends the form.</summary>
    public async Task ConfirmAsync(Browser browser)
    {
        var form = (IHtmlFormElement?)browser.Page.QuerySelector("form[data-passkey]")
            ?? throw new InvalidOperationException($"No passkey form on {browser.Address}: {browser.Text}");
        var creates = form.GetAttribute("data-passkey") == "create";
        var fields = form.Elements.OfType<IHtmlInputElement>().Where(i => i.Name is { Length: > 0 }).ToDictionary(i => i.Name!, i => i.Value, StringComparer.Ordinal);
        await browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, new System.Uri(browser.Address, form.GetAttribute("data-options-url")!)) { Content = new FormUrlEncodedContent(fields) });
        var options = JsonNode.Parse(await browser.Response.Content.ReadAsStringAsync())!;
        ((IHtmlInputElement)form.QuerySelector("[data-passkey-credential]")!).Value = creates ? Create(options) : Get(options);
        await browser.SubmitAsync(form);
    }

    public string Create(JsonNode options)
    {
        userHandle = (string)options["user"]!["id"]!;
        var client = Client("webauthn.create", (string)options["challenge"]!);
        var cbor = new CborWriter();
        cbor.WriteStartMap(3);
        cbor.WriteTextString("fmt");
        cbor.WriteTextString("none");
        cbor.WriteTextString("attStmt");
        cbor.WriteStartMap(0);
        cbor.WriteEndMap();
        cbor.WriteTextString("authData");
        cbor.WriteByteString([.. Data((string?)options["rp"]!["id"] ?? "localhost", HasCredential), .. new byte[16], 0, (byte)credentialId.Length, .. credentialId, .. PublicKey()]);
        cbor.WriteEndMap();
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["attestationObject"] = Base64Url.EncodeToString(cbor.Encode()),
            ["transports"] = new JsonArray("internal"),
        });
    }

    public string Get(JsonNode options)
    {
        var client = Client("webauthn.get", (string)options["challenge"]!);
        var data = Data((string?)options["rpId"] ?? "localhost", 0);
        var signature = key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(signature),
            ["userHandle"] = userHandle,
        });
    }

    public void Dispose() => key.Dispose();

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Base64Url.EncodeToString(credentialId),
        ["rawId"] = Base64Url.EncodeToString(credentialId),
        ["type"] = "public-key",
        ["authenticatorAttachment"] = "platform",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    }.ToJsonString();

    private byte[] Client(string type, string challenge) => JsonSerializer.SerializeToUtf8Bytes(new { type, challenge, origin = Origin, crossOrigin = false });

    private byte[] Data(string domain, byte flags)
    {
        var data = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(domain), data);
        data[32] = (byte)(flags | UserPresent | (VerifiesUser ? UserVerified : 0));
        BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), ++counter);
        return data;
    }

    private byte[] PublicKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        var cbor = new CborWriter(CborConformanceMode.Ctap2Canonical);
        cbor.WriteStartMap(5);
        cbor.WriteInt32(1);
        cbor.WriteInt32(2);
        cbor.WriteInt32(3);
        cbor.WriteInt32(-7);
        cbor.WriteInt32(-1);
        cbor.WriteInt32(1);
        cbor.WriteInt32(-2);
        cbor.WriteByteString(point.X!);
        cbor.WriteInt32(-3);
        cbor.WriteByteString(point.Y!);
        cbor.WriteEndMap();
        return cbor.Encode();
    }
}
