using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LaborMarketplace.Http.Problems;

/// <summary>The page that a problem's <c>type</c> leads to: what each kind means, and what a client does about it.</summary>
internal static class ProblemPage
{
    private static readonly string Html = Write();

    public static void MapProblemPage(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/docs/problems", () => Results.Content(Html, "text/html; charset=utf-8")).AllowAnonymous().ExcludeFromDescription();

    private static string Write()
    {
        var page = new StringBuilder()
            .Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Problems</title>")
            .Append("<style>body{font:16px/1.5 sans-serif;max-width:48em;margin:2em auto;padding:0 1em}</style></head><body><h1>Problems</h1>")
            .Append("<p>What goes wrong with a request is answered as application/problem+json (RFC 9457). Branch on its member <code>code</code>.</p>");
        foreach (var kind in ProblemKind.All.OrderBy(kind => kind.Status))
        {
            page.Append("<h2 id=\"").Append(kind.Code).Append("\">").Append(kind.Status).Append(' ').Append(HtmlEncoder.Default.Encode(kind.Title))
                .Append("</h2><p><code>").Append(kind.Code).Append("</code></p><p>").Append(HtmlEncoder.Default.Encode(kind.Remedy)).Append("</p>");
        }

        return page.Append("</body></html>").ToString();
    }
}
