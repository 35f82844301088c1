using System.Security.Cryptography;
using System.Text;

namespace LaborMarketplace.Cli.Simulate;

/// <summary>The consent that made-up people give to be checked.</summary>
internal static class Consent
{
    private const string Text = "I agree that my identity is checked.";

    public static object Given { get; } = new
    {
        Document = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text))),
        DocumentVersion = "2026-01",
    };
}
